import type {RoleChange, Session} from '@hive-ci/cli'
export async function issueCertificates(_session: Session): Promise<readonly RoleChange[]> {
  return []
}
