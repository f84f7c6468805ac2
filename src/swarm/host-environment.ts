import type {Site} from '../site/site.ts'

const inherited = [
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
  'PIP_INDEX_URL',
  'PIP_TRUSTED_HOST',
]

/**
 * What services take over from a hive host's `/etc/environment`: proxies and pip's index. A proxy that is the end of the
 * mother's own tunnel is left out, with its exceptions: it answers only while hive runs.
 */
export function inheritedEnvironment(text: string, site: Site): Readonly<Record<string, string>> {
  const lines = text.split('\n').map(line => /^\s*(?:export\s+)?(\w+)=(["']?)(.*)\2\s*$/.exec(line))
  const all = new Map(lines.flatMap(match => (match ? [[match[1] ?? '', match[3] ?? '']] : [])))
  const kept = inherited.filter(name => all.get(name) && !isTunnel(all.get(name) ?? '', site))
  const hasProxy = kept.some(name => /^https?_proxy$/i.test(name))
  const useful = hasProxy ? kept : kept.filter(name => !/^no_proxy$/i.test(name))
  return Object.fromEntries(useful.map(name => [name, all.get(name) ?? '']))
}

function isTunnel(value: string, {hosts, settings}: Site): boolean {
  const ends = ['127.0.0.1', 'localhost', ...hosts.flatMap(host => [host.address, host.name, host.shortName])]
  const end = value
    .replace(/^\w+:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/\/$/, '')
  return ends.some(host => end === `${host}:${settings.http_proxy_port}`)
}
