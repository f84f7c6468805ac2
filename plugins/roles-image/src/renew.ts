import {certificateProblem, issueCertificate, type RoleChange, type Site, type WantedCertificate} from '@hive-ci/cli'

/** What has to be done on the mother so that these certificates are there and good. */
export async function renewals(site: Site, wanted: readonly WantedCertificate[]): Promise<readonly RoleChange[]> {
  const now = new Date()
  const found = await Promise.all(
    wanted.map(async certificate => {
      const problem = await certificateProblem(site, certificate, now)
      if (problem === undefined) return []
      return {
        id: `certificate:${certificate.name}`,
        action: 'create' as const,
        details: [problem],
        apply: () => issueCertificate(site, certificate, now),
      }
    }),
  )
  return found.flat()
}
