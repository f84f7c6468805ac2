import {readFile} from 'node:fs/promises'
import {isAbsolute, relative, resolve} from 'node:path'
import {z} from 'zod'
import {writeOutput} from '../output-file.ts'
import type {Site} from '../site/site.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A link on the page of a job. */
export interface Link {
  readonly label: string
  readonly url: string
}

/** What GitLab takes as `artifacts:reports:annotations` (ci/yaml/artifacts_reports of its documentation). */
const report = z.record(z.string(), z.array(z.object({external_link: z.object({label: z.string(), url: z.string()})})))

/**
 * Puts links into a job's report of annotations, in place of those the section had; other sections stay. Throws `HiveError`
 * USAGE when the file cannot be written.
 */
export async function annotate(file: string, section: string, links: readonly Link[]): Promise<void> {
  const sections = {...(await readSections(file)), [section]: links.map(link => ({external_link: link}))}
  const kept = Object.entries(sections).filter(([, entries]) => entries.length > 0)
  await writeOutput(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
}

/** The link to a file among the job's artifacts; none outside of a job, or for a file GitLab does not keep. */
export function artifactLinks(environment: Environment, label: string, file: string): readonly Link[] {
  const {CI_JOB_URL: job, CI_PROJECT_DIR: project} = environment
  if (!job || !project) return []
  const path = relative(project, resolve(file))
  if (isAbsolute(path) || path.startsWith('..')) return []
  return [{label, url: `${job}/artifacts/file/${path.split('/').map(encodeURIComponent).join('/')}`}]
}

/** The site itself, where the job's environment has an address, and every TCP port a service publishes. */
export function siteLinks({name, services, hosts}: Site, environment: Environment): readonly Link[] {
  const address = environment.CI_ENVIRONMENT_URL || environment.HIVE_SITE_URL || ''
  const own = /^https?:\/\//.test(address) ? [{label: name, url: address}] : []
  const host = hosts.find(({isHive}) => isHive)
  if (!host) return own
  const at = host.address.includes(':') ? `[${host.address}]` : host.address
  const ports = services.flatMap(service =>
    service.ports
      .filter(({protocol}) => protocol === 'tcp')
      .map(({publishedPort, targetPort}) => ({
        label: `${service.name}, port ${publishedPort}`,
        url: `${[443, 8443].includes(targetPort) ? 'https' : 'http'}://${at}:${publishedPort}`,
      })),
  )
  return [...own, ...ports]
}

/** GitLab's page with the results of all tests of the pipeline. */
export function testLinks({CI_PIPELINE_URL: pipeline}: Environment, label: string): readonly Link[] {
  return pipeline ? [{label, url: `${pipeline}/test_report`}] : []
}

/** A file that is not there yet, or is none of ours, begins anew. */
async function readSections(file: string): Promise<z.infer<typeof report>> {
  try {
    return report.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // GitLab would not take it either.
    return {}
  }
}
