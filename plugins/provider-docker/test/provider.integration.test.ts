import {once} from 'node:events'
import {connect, createServer} from 'node:net'
import Docker from 'dockerode'
import {execa} from 'execa'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {testProvider} from '../../../test/conformance/provider.ts'
import {freeCidr, uniqueName} from '../../../test/support/names.ts'
import {request} from '../../../test/support/nodes.ts'
import {makeSite, type SiteWish} from '../../../test/support/site.ts'
import provide from '../src/index.ts'
import * as provider from '../src/provider.ts'

const docker = new Docker()
const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPmt2mwRBxU6DbI6ETBVkw3X38RvKIiLPdaqbFrx9lZc test'
const siteName = uniqueName('prov')
const first = `p-hive0.${siteName}`
const cidr = freeCidr()
const addressOf = (host: number) => cidr.replace('0/24', String(4 + host))
const intruder = uniqueName('prov-intruder')

testProvider(await provide(), {
  site: makeSite({name: uniqueName('prov-all'), hosts: 3, cidr: freeCidr()}),
  publicKey,
})

describe('the provider docker', () => {
  const made = new Set<ReturnType<typeof siteOf>>()

  afterEach(async () => {
    for (const site of made) await provider.destroy(request(site))
    made.clear()
    await execa('docker', ['rm', '-fv', intruder], {reject: false})
  })

  it('leaves no container, volume or network behind', async () => {
    const site = siteOf({hosts: 2})
    await create(site)
    await provider.destroy(request(site))
    const filters = {label: [`hive.site=${siteName}`]}
    expect(await docker.listContainers({all: true, filters})).toEqual([])
    expect((await docker.listVolumes({filters})).Volumes).toEqual([])
    expect(await docker.listNetworks({filters})).toEqual([])
  })

  it('makes anew what an interrupted run left half made, with a key of its own', async () => {
    const site = siteOf({hosts: 1})
    const [made] = await create(site)
    const name = made?.name ?? ''
    const {Config, HostConfig, NetworkSettings} = await docker.getContainer(name).inspect()
    await docker.getContainer(name).remove({force: true})
    // As after a kill between making the container and giving it its files.
    await docker.createContainer({
      ...Config,
      name,
      HostConfig,
      NetworkingConfig: {EndpointsConfig: NetworkSettings.Networks},
    })
    expect(await provider.list(request(site))).toEqual([])
    const [machine] = await create(site)
    expect(machine).toMatchObject({name, state: 'running'})
    expect(machine?.hostKeys).not.toEqual(made?.hostKeys)
    const {stdout} = await execa('ssh-keyscan', ['-t', 'ed25519', site.hosts[0]?.address ?? ''])
    expect(stdout.split(' ').slice(1).join(' ')).toBe(machine?.hostKeys[0])
  })

  it('finishes when killed at any moment and run again', async () => {
    const site = siteOf({hosts: 2})
    for (const milliseconds of [50, 300, 600, 1000]) await createAndKill(milliseconds)
    const machines = await create(site)
    expect(machines.map(({state}) => state)).toEqual(['running', 'running'])
    const left = await docker.listContainers({all: true, filters: {label: [`hive.site=${siteName}`]}})
    expect(left.map(({Names}) => Names[0]).sort()).toEqual([`/${first}`, `/p-hive1.${siteName}`])
  })

  it('empties what a machine that was removed by hand left behind', async () => {
    const site = siteOf({hosts: 1})
    await create(site)
    await execa('docker', ['exec', first, 'touch', '/var/lib/docker/old'])
    await docker.getContainer(first).remove({force: true})
    await create(site)
    const {stdout} = await execa('docker', ['exec', first, 'ls', '/var/lib/docker'])
    expect(stdout.split('\n')).not.toContain('old')
  })

  it('gives machines the memory and CPUs of the stage, and other ones later', async () => {
    const small = siteOf({hosts: 1, hostVariables: {hive_memory_size: 512, hive_cpus: 1}})
    await create(small)
    const large = siteOf({hosts: 1, hostVariables: {hive_memory_size: '768', hive_cpus: 1.5}})
    expect(provider.plan(large, await provider.list(request(large)))).toEqual([
      {
        id: `machine:${first}`,
        action: 'update',
        host: first,
        details: ['size: 512 MiB, 1 cpus -> 768 MiB, 1.5 cpus'],
      },
    ])
    await create(large)
    expect(provider.plan(large, await provider.list(request(large)))).toEqual([])
  })

  it('removes machines the inventory no longer has', async () => {
    await create(siteOf({hosts: 2}))
    const machines = await create(siteOf({hosts: 1}))
    expect(machines.map(({name}) => name)).toEqual([first])
    const {Volumes} = await docker.listVolumes({filters: {label: [`hive.site=${siteName}`]}})
    expect(Volumes.map(({Name}) => Name)).toEqual([`${first}-docker`])
  })

  it('does not touch another project of the same name, and says whose it is', async () => {
    const other = siteOf({hosts: 1, rootDirectory: '/elsewhere'})
    await create(other)
    const site = siteOf({hosts: 1})
    expect(await provider.list(request(site))).toEqual([])
    await expect(create(site)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: `Network hive-${siteName}-private of the engine belongs to the project in /elsewhere (context /elsewhere/.hive/private).`,
    })
    await provider.destroy(request(site))
    expect((await provider.list(request(other))).map(({state}) => state)).toEqual(['running'])
  })

  it('says which network the cidr overlaps with', async () => {
    const other = siteOf({hosts: 1, name: uniqueName('prov-other')})
    await create(other)
    const half = cidr.replace('/24', '/25')
    await expect(create(siteOf({hosts: 1, cidr: half}))).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: `The cidr ${half} of stage private overlaps with network hive-${other.name}-private of the engine, which has ${cidr}.`,
    })
  })

  it('says who has an address already, and goes on when it is free', async () => {
    const site = siteOf({hosts: 2})
    await create(siteOf({hosts: 1}))
    const network = `hive-${siteName}-private`
    const options = ['--name', intruder, '--network', network, '--ip', addressOf(1)]
    await execa('docker', ['run', '-d', ...options, 'hive-base:bookworm', 'sleep', '600'])
    await expect(create(site)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: `Address ${addressOf(1)} of p-hive1.${siteName} is in use by container ${intruder}.`,
    })
    await expect(provider.destroy(request(site))).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: expect.stringContaining(`Network ${network} could not be removed: `),
    })
    await execa('docker', ['rm', '-fv', intruder])
    expect((await create(site)).map(({state}) => state)).toEqual(['running', 'running'])
  })

  it('says so when a container of that name is somebody else’s', async () => {
    await execa('docker', ['run', '-d', '--name', first, 'hive-base:bookworm', 'sleep', '600'])
    try {
      await expect(create(siteOf({hosts: 1}))).rejects.toMatchObject({
        code: 'PROVIDER_FAILED',
        message: `Container ${first} of the engine belongs to somebody else: it carries no labels of hive.`,
      })
    } finally {
      await execa('docker', ['rm', '-fv', first])
    }
  })

  it('tells the last words of a node that dies at its start', async () => {
    const site = siteOf({hosts: 1, hostVariables: {hive_vm_image_name: 'hive-base:bookworm'}})
    await expect(create(site)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: `Machine ${first} ended with exit status 0 before its sshd answered. Its last words: (none)`,
    })
    const missing = siteOf({hosts: 1, hostVariables: {hive_vm_image_name: 'prov.invalid/none:1'}})
    await expect(create(missing)).rejects.toMatchObject({code: 'IMAGE_FAILED'})
  })

  it('publishes sshd where containers of the engine are out of reach', async () => {
    const relay = createServer(client => {
      const engine = connect('/var/run/docker.sock')
      client.pipe(engine).pipe(client)
      for (const end of [client, engine]) end.on('error', () => client.destroy(engine.destroy().errored ?? undefined))
    })
    await once(relay.listen(0, '127.0.0.1'), 'listening')
    const address = relay.address()
    const port = typeof address === 'object' ? address?.port : undefined
    vi.stubEnv('DOCKER_HOST', `tcp://127.0.0.1:${port}`)
    try {
      const [machine] = await create(siteOf({hosts: 1, sshPort: 2222}))
      expect(machine).toMatchObject({sshAddress: '127.0.0.1', address: addressOf(0)})
      expect(machine?.sshPort).toBeGreaterThan(1024)
      const {stdout} = await execa('ssh-keyscan', ['-p', String(machine?.sshPort), '-t', 'ed25519', '127.0.0.1'])
      expect(stdout).toContain(machine?.hostKeys[0])
    } finally {
      vi.unstubAllEnvs()
      relay.close()
    }
  })

  it('says so when no engine answers', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock')
    try {
      await expect(provider.list(request(siteOf({})))).rejects.toMatchObject({
        code: 'ENGINE_UNAVAILABLE',
        message: 'No Docker engine answers at unix:///nowhere/docker.sock: connect ENOENT /nowhere/docker.sock.',
      })
    } finally {
      vi.unstubAllEnvs()
    }
  })

  function siteOf(wish: SiteWish) {
    const site = makeSite({name: siteName, cidr, ...wish})
    made.add(site)
    return site
  }

  async function create(site: ReturnType<typeof siteOf>) {
    const changes = provider.plan(site, await provider.list(request(site)))
    return provider.create({...request(site), publicKey, changes})
  }
})

/** Another process creates two machines and is killed with SIGKILL meanwhile. */
async function createAndKill(milliseconds: number): Promise<void> {
  const script = `
    const {makeSite} = await import('${import.meta.resolve('../../../test/support/site.ts')}')
    const {request} = await import('${import.meta.resolve('../../../test/support/nodes.ts')}')
    const provider = await import('${import.meta.resolve('../src/provider.ts')}')
    const site = makeSite({name: '${siteName}', cidr: '${cidr}', hosts: 2})
    const changes = provider.plan(site, await provider.list(request(site)))
    console.log('creating')
    await provider.create({...request(site), publicKey: '${publicKey}', changes})`
  const child = execa(process.execPath, ['--conditions=hive-source', '--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    reject: false,
  })
  expect(await child[Symbol.asyncIterator]().next()).toEqual({done: false, value: 'creating'})
  await new Promise(resolve => setTimeout(resolve, milliseconds))
  child.kill('SIGKILL')
  await child
}
