import type {Site} from '../../site/site.ts'
import type {Finding} from './findings.ts'

/** The findings as text: by who asked, then the changes of all together, ready to be copied. */
export function reportLines({noProxy}: Pick<Site, 'noProxy'>, findings: readonly Finding[]): readonly string[] {
  const groups = Map.groupBy(findings, ({from, client}) => (from === undefined ? client : `${from} (${client})`))
  const byHost = [...groups].flatMap(([who, group]) => [who, ...group.map(finding => `  ${sentence(finding)}`), ''])
  return [...byHost, ...exceptions(noProxy, changesOf(findings, 'no_proxy')), ...rules(changesOf(findings, 'proxy'))]
}

function sentence(finding: Finding): string {
  const {host, port, requests, denied, to} = finding
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}${to === undefined ? '' : ` (${to})`}`
  const times = `${requests} ${requests === 1 ? 'request' : 'requests'} for ${place}`
  const outcome = denied === 0 ? 'went through the proxy' : `went to the proxy, which denied ${denied}`
  return `${times} ${outcome}: ${cause(finding)}.`
}

function cause({kind, host, peer}: Finding): string {
  if (kind === 'listed')
    return 'hive\'s list has it, so this client has another list or reads none ("hive proxy explain")'
  if (kind === 'internal') return `${host} is inside, and no_proxy lacks it`
  if (kind === 'private') return `${host} is ${peer}, which is inside, and no_proxy lacks the name`
  if (kind === 'login') return 'the proxy wants a login'
  return 'the proxy does not allow it'
}

/** `hive set` replaces, so what is set already is in the command, too. */
function exceptions(noProxy: readonly string[], lacking: readonly string[]): readonly string[] {
  if (lacking.length === 0) return []
  return [
    'Let hive except them; whoever has a list of its own (no_proxy and NO_PROXY) needs the same there:',
    `  hive set no_proxy ${[...noProxy, ...lacking].join(',')}`,
    '',
  ]
}

function rules(acls: readonly string[]): readonly string[] {
  if (acls.length === 0) return []
  const names = new Set(acls.map(line => line.split(' ')[1] ?? '').filter(name => name.startsWith('hive_')))
  const access = [...names].map(name => `http_access allow ${name}`)
  return ["Add to the proxy's configuration, before it denies:", ...[...acls, ...access].map(line => `  ${line}`), '']
}

function changesOf(findings: readonly Finding[], where: Finding['change']['where']): readonly string[] {
  const lines = findings.filter(({change}) => change.where === where).flatMap(({change}) => change.lines)
  return [...new Set(lines)].toSorted()
}
