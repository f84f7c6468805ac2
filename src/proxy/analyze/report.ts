import type {Finding} from './findings.ts'

/** The findings as text: by who asked, then the changes of all together, ready to be copied. */
export function reportLines(findings: readonly Finding[]): readonly string[] {
  const groups = Map.groupBy(findings, ({from, client}) => (from === undefined ? client : `${from} (${client})`))
  const byHost = [...groups].flatMap(([who, group]) => [who, ...group.map(finding => `  ${sentence(finding)}`), ''])
  return [
    ...byHost,
    ...changes('Add to no_proxy and NO_PROXY', findings, 'no_proxy', ','),
    ...changes("Add to the proxy's configuration, before it denies", findings, 'proxy', '\n  '),
  ]
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

function changes(
  title: string,
  findings: readonly Finding[],
  where: Finding['change']['where'],
  separator: string,
): readonly string[] {
  const lines = findings.filter(({change}) => change.where === where).flatMap(({change}) => change.lines)
  const unique = [...new Set(lines)].toSorted()
  if (unique.length === 0) return []
  const access = where === 'proxy' ? accessLines(unique) : []
  return [`${title}:`, `  ${[...unique, ...access].join(separator)}`, '']
}

function accessLines(acls: readonly string[]): readonly string[] {
  const names = new Set(acls.map(line => line.split(' ')[1] ?? '').filter(name => name.startsWith('hive_')))
  return [...names].map(name => `http_access allow ${name}`)
}
