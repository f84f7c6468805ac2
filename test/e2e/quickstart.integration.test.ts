import {setTimeout} from 'node:timers/promises'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {freeCidr, uniqueName} from '../support/names.ts'
import {copyExample, type Project} from './project.ts'

const site = `${uniqueName('e2e')}.example`
const mirror = uniqueName('e2e')

/** The others are over within the moments that are left to these. */
const longPhases = ['build-infra', 'setup-hosts', 'build-images', 'deploy-services', 'initialize-services']

let project: Project

beforeAll(async () => {
  project = await copyExample({example: 'quickstart', name: site, cidr: freeCidr()})
  // Two hives and the repository host are a whole site as well, and leave more of a machine of two cores to others.
  await project.edit('inventory/hive.yml', text => text.replace(/number_of_hosts: \d+/, 'number_of_hosts: 3'))
  const {stdout: address} = await execa('scripts/registry-mirror', [
    'start',
    '--name',
    mirror,
    'hive-base:bookworm=library/debian:12',
  ])
  await project.hive('set', 'registry_mirror', address)
}, 600_000)

afterAll(async () => {
  await project.hive('build-infra', '-D', '--break-lock')
  await execa('scripts/registry-mirror', ['stop', '--name', mirror])
  await project.remove()
}, 300_000)

describe('a whole site', () => {
  it('is finished by running again after having been killed at any moment', async () => {
    for (const phase of longPhases) await killDuring(phase)
    const last = await project.hive('all')
    expect(last.all).toContain('initialize-services')
    expect(last.exitCode, last.all).toBe(0)
  })

  it('serves a page that shows the data it was initialized with', async () => {
    expect(await page()).toContain('<h1>Hello from hive</h1><ul><li>Hello, operations</li>')
  })

  it('has no network inside a host where a job of a runner may be, which could not be answered', async () => {
    const filter = ['--filter', `label=hive.site=${site}`, '--format', '{{.Names}}']
    const {stdout: names} = await execa('docker', ['ps', ...filter])
    const found = names.split('\n').map(name => execa('docker', ['exec', name, 'ip', '-4', '-o', 'address']))
    const addresses = (await Promise.all(found)).flatMap(({stdout}) => [...stdout.matchAll(/inet (\S+)/g)])
    expect(addresses.map(([, address = '']) => address)).toContain('198.19.64.1/20')
    expect(addresses.filter(([, address = '']) => /^172\.(1[6-9]|2\d|3[01])\./.test(address))).toEqual([])
  })

  it('changes nothing when it is run again, says so, and tells no secret', async () => {
    const again = await project.hive('all', '-v')
    expect(again.exitCode, again.all).toBe(0)
    expect(again.all).toContain('Nothing changed.')
    const {stdout: password} = await execa('cat', [`${project.directory}/.hive/private/db_password`])
    expect(again.all).not.toContain(password)
    const {stdout: modes} = await execa('find', [`${project.directory}/.hive`, '-type', 'f', '-perm', '/077'])
    expect(modes).toBe('')
  })

  it('lets Ctrl-C end a run with exit code 130, and the next one goes on', async () => {
    const run = project.hive('all')
    await begun(run, 'setup-hosts')
    run.kill('SIGINT')
    const interrupted = await run
    expect(interrupted.exitCode, interrupted.all).toBe(130)
    expect(interrupted.all).toContain('Run the same command again to continue.')
    expect((await project.hive('all')).exitCode).toBe(0)
  })

  it('updates only the service that was changed in the inventory', async () => {
    await project.edit('inventory/services.yml', text => text.replace('Hello from hive', 'Hello again'))
    const planned = await project.hive('deploy-services', '-C', '--json')
    expect(changesOf(planned.stdout)).toEqual(['update service:web'])
    const deployed = await project.hive('deploy-services', '--json')
    expect(changesOf(deployed.stdout)).toEqual(['update service:web'])
    expect(await page()).toContain('<h1>Hello again</h1>')
  })

  it('leaves nothing behind when it is torn down', async () => {
    const down = await project.hive('build-infra', '-D')
    expect(down.exitCode, down.all).toBe(0)
    const filter = ['-q', '--filter', `label=hive.site=${site}`]
    const left = await Promise.all([
      execa('docker', ['ps', '-a', ...filter]),
      execa('docker', ['volume', 'ls', ...filter]),
      execa('docker', ['network', 'ls', ...filter]),
    ])
    expect(left.map(({stdout}) => stdout)).toEqual(['', '', ''])
  })
})

/** Starts the whole run and kills it, connections, locks and all, shortly after a phase began. */
async function killDuring(phase: string): Promise<void> {
  const run = project.hive('all')
  await begun(run, phase)
  await setTimeout(Math.random() * 4000)
  run.kill('SIGKILL')
  await run
}

/** The run has told that a phase begins, or has ended. */
async function begun(run: ReturnType<Project['hive']>, phase: string): Promise<void> {
  const {promise, resolve} = Promise.withResolvers<void>()
  let printed = ''
  run.all.on('data', chunk => {
    printed += chunk
    if (printed.includes(`\n${phase}\n`)) resolve()
  })
  await Promise.race([run, promise])
}

interface Status {
  readonly services: readonly {readonly name: string; readonly published: readonly string[]}[]
}

/** The page as the first address that `hive status` gives for it serves it. */
async function page(): Promise<string> {
  const {services}: Status = JSON.parse((await project.hive('status', '--json')).stdout)
  const [address] = services.find(({name}) => name === 'web')?.published ?? []
  const response = await fetch(`http://${address?.replace('/tcp', '/')}`, {signal: AbortSignal.timeout(10_000)})
  return response.text()
}

interface Report {
  readonly changes: readonly {readonly action: string; readonly id: string}[]
}

function changesOf(json: string): readonly string[] {
  const report: Report = JSON.parse(json)
  return report.changes.map(({action, id}) => `${action} ${id}`)
}
