import {Flags} from '@oclif/core'
import {HiveCommand} from '../../command.ts'
import {runOnHosts} from '../../engine/run-on-hosts.ts'
import {HiveError} from '../../error.ts'
import {type Problem, problemsOf} from '../../proxy/check/judge.ts'
import {type Probe, probeHost} from '../../proxy/check/probe.ts'
import {problemLines} from '../../proxy/check/problem-lines.ts'
import {withRelays} from '../../proxy/tunnel/relay.ts'
import {tableLines} from '../../reporter/table.ts'
import type {Session} from '../../session.ts'

interface Checked {
  readonly probes: readonly Probe[]
  readonly problems: readonly Problem[]
}

export default class ProxyCheck extends HiveCommand {
  static override summary = 'Probe from every host, and from a container on it, which ways lead out.'
  static override description =
    'Asks for a URL through the proxy and directly, and looks at names, at who signs certificates, and at the clocks. Nothing is changed.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --url https://archive.example/debian/ --json',
  ]
  static override flags = {
    url: Flags.string({summary: 'What to ask for.', default: 'https://index.docker.io/v2/'}),
  }

  async run(): Promise<Checked> {
    const {flags} = await this.parse(ProxyCheck)
    if (!URL.canParse(flags.url)) throw new HiveError('USAGE', `${JSON.stringify(flags.url)} is no URL.`)
    const checked = await this.session(flags, session => check(session, flags.url), {resultOnly: true})
    const titles = ['PLACE', 'PROXIED', 'DIRECT', 'ADDRESSES', 'SIGNED BY', 'CLOCK']
    const columns = titles.map(title => ({title, align: 'left'}) as const)
    for (const line of tableLines(columns, checked.probes.map(cells), Number.POSITIVE_INFINITY)) this.log(line)
    for (const line of problemLines(checked.problems)) this.log(line)
    if (checked.problems.length > 0) process.exitCode = 1
    return checked
  }
}

async function check(session: Session, url: string): Promise<Checked> {
  const {hosts, settings, registry} = session.site
  const probes = await withRelays(session, hosts, () =>
    runOnHosts(hosts, settings.forks, host => probeHost(session, host, url)),
  )
  const asked = {url, registry: `${registry.host}:${registry.port}`}
  const all = probes.flat()
  return {probes: all, problems: all.flatMap(probe => problemsOf(probe, asked))}
}

function cells({place, proxied, direct, addresses, issuer, ahead}: Probe): readonly string[] {
  const status = (code: string) => (code === '000' ? 'no' : code)
  return [
    place,
    status(proxied),
    status(direct),
    addresses || 'none',
    issuer || '-',
    `${ahead >= 0 ? '+' : ''}${ahead} s`,
  ]
}
