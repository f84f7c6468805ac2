import {hostCertificateProblem, issueHostCertificate, type RoleChange, type Session} from '@hive-ci/cli'

/** A key and a certificate in the context for every server that has none, or one that is no longer good. */
export async function issueCertificates({site}: Session): Promise<readonly RoleChange[]> {
  const now = new Date()
  const looked = site.hosts.map(async host => ({host, problem: await hostCertificateProblem(site, host, now)}))
  return (await Promise.all(looked)).flatMap(({host, problem}) => {
    if (problem === undefined) return []
    const apply = () => issueHostCertificate(site, host, now)
    return [{id: `certificate:${host.name}`, action: 'create', details: [problem], apply}]
  })
}
