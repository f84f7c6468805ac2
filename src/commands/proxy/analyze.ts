import {open} from 'node:fs/promises'
import {Args} from '@oclif/core'
import {HiveCommand} from '../../command.ts'
import {HiveError, reasonOf} from '../../error.ts'
import {type Finding, findingsOf} from '../../proxy/analyze/findings.ts'
import {reportLines} from '../../proxy/analyze/report.ts'
import {type LogTally, tallyLog} from '../../proxy/analyze/tally.ts'

interface Analysis {
  readonly lines: number
  readonly unknown: number
  readonly findings: readonly Finding[]
}

export default class ProxyAnalyze extends HiveCommand {
  static override summary = "Find in a proxy's log what should not go through it and what it denies."
  static override description =
    "squid's native and combined formats are read. A change is named for each finding: what no_proxy or the proxy's own configuration lacks."
  static override examples = [
    '<%= config.bin %> <%= command.id %> /var/log/squid/access.log',
    'ssh proxy cat /var/log/squid/access.log | <%= config.bin %> <%= command.id %> /dev/stdin --json',
  ]
  static override args = {log: Args.string({ignoreStdin: true, required: true, description: 'access.log of squid.'})}

  async run(): Promise<Analysis> {
    const {args, flags} = await this.parse(ProxyAnalyze)
    const site = await this.site(flags)
    const {tallies, lines, unknown} = await read(args.log)
    if (lines > 0 && unknown === lines) throw unreadable(args.log)
    const findings = findingsOf(site, tallies)
    for (const line of reportLines(site, findings)) this.log(line)
    this.log(`${lines - unknown} requests, ${findings.length} findings, ${unknown} lines not understood.`)
    return {lines, unknown, findings}
  }
}

async function read(path: string): Promise<LogTally> {
  try {
    await using file = await open(path)
    return await tallyLog(file.readLines())
  } catch (cause) {
    throw new HiveError('USAGE', `The log ${path} cannot be read: ${reasonOf(cause)}.`, {cause})
  }
}

function unreadable(path: string): HiveError {
  return new HiveError('USAGE', `No line of ${path} is a request in squid's native or combined format.`, {
    suggestions: ['Let squid write "logformat squid", or the formats "common" or "combined".'],
  })
}
