import {execa} from 'execa'
import {copyExample, type Project} from '../test/e2e/project.ts'
import {printTable} from './table.ts'

const mirror = 'bench'

interface Report {
  readonly phase: string
  readonly seconds: number
}

/** The example site from nothing, base image cached, and once more with nothing to change. */
export async function benchQuickstart(): Promise<void> {
  const project = await copyExample({example: 'quickstart', name: 'bench.example', cidr: '172.29.242.0/24'})
  try {
    const started = await execa('scripts/registry-mirror', [
      'start',
      '--name',
      mirror,
      'hive-base:bookworm=library/debian:12',
    ])
    await project.hive('set', 'registry_mirror', started.stdout)
    const first = await run(project)
    const again = await run(project)
    const setup = again.reports.find(({phase}) => phase === 'setup-hosts')?.seconds ?? Number.NaN
    printTable('hive all: four container hosts, three services', [
      ['phase', 'from nothing', 'nothing to change'],
      ...first.reports.map(({phase, seconds}, index) => [
        phase,
        shown(seconds),
        shown(again.reports[index]?.seconds ?? 0),
      ]),
      ['whole command', shown(first.seconds), shown(again.seconds)],
    ])
    printTable('bars', [
      ['from nothing < 90 s', shown(first.seconds), first.seconds < 90 ? 'met' : 'missed'],
      ['nothing to change < 5 s', shown(again.seconds), again.seconds < 5 ? 'met' : 'missed'],
      ['setup-hosts, nothing to change < 5 s', shown(setup), setup < 5 ? 'met' : 'missed'],
    ])
  } finally {
    await project.hive('build-infra', '-D')
    await execa('scripts/registry-mirror', ['stop', '--name', mirror])
    await project.remove()
  }
}

async function run(project: Project): Promise<{readonly reports: readonly Report[]; readonly seconds: number}> {
  const began = performance.now()
  const result = await project.hive('all', '--json')
  if (result.exitCode !== 0) throw new Error(result.all)
  return {reports: JSON.parse(result.stdout).phases, seconds: (performance.now() - began) / 1000}
}

function shown(seconds: number): string {
  return `${seconds.toFixed(1)} s`
}
