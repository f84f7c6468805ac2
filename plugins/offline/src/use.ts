import {proxyUrl, type Session, type Site, setVariable} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import type {Cache} from './cache.ts'
import type {UpReport} from './up.ts'

export const portFlag = Flags.integer({summary: 'Port of the loopback it listens on (13128).', min: 1, max: 65_535})
export const setFlag = Flags.boolean({
  summary: 'Store http_proxy and extra_ca, for a frozen cache apt_check_valid_until, too, so that the stage uses it.',
})

/** The variables that let a stage use a cache. Lists of a frozen one grow older than apt takes by itself. */
export function useOf({mode, proxy, certificate}: Use): Readonly<Record<string, string>> {
  return {
    http_proxy: proxy,
    extra_ca: certificate,
    ...(mode === 'frozen' && {apt_check_valid_until: 'false'}),
  }
}

export type Use = Pick<UpReport, 'mode' | 'proxy' | 'certificate'>

/** Lets a stage use the cache from now on. */
export async function storeUse(settings: Site['settings'], use: Use): Promise<void> {
  const {root_dir: rootDirectory, stage} = settings
  for (const [name, value] of Object.entries(useOf(use))) await setVariable({rootDirectory, stage, name, value})
}

/** `HOST:PORT` of the proxy a stage has been using, which a recording cache may have to go through; not the cache's own. */
export function formerProxy({http_proxy}: Site['settings'], {mode, proxy}: Use): string | undefined {
  if (mode === 'frozen' || http_proxy === undefined || proxyUrl(http_proxy) === proxyUrl(proxy)) return undefined
  const {hostname, port} = new URL(proxyUrl(http_proxy))
  return `${hostname}:${port || 80}`
}

/** Lets a stage that uses the cache take old lists from now on, or no more: its cache was frozen, or records again. */
export async function followMode(
  {site, report}: Pick<Session, 'site' | 'report'>,
  {address}: Pick<Cache, 'address'>,
  mode: Use['mode'],
): Promise<void> {
  const {root_dir: rootDirectory, stage, http_proxy, apt_check_valid_until: before} = site.settings
  const after = mode === 'recording'
  if (http_proxy === undefined || proxyUrl(http_proxy) !== proxyUrl(address) || before === after) return
  await setVariable({rootDirectory, stage, name: 'apt_check_valid_until', value: String(after)})
  report({type: 'progress', target: site.mother.name, text: `apt_check_valid_until of stage ${stage} is ${after} now`})
}
