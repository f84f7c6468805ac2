import {rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import type Docker from 'dockerode'
import {execa} from 'execa'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {closeEngine, dockerEngine} from '../../src/docker/engine.ts'
import {buildImages} from '../../src/phases/build-images.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {PhaseReport, RunEvent} from '../../src/reporter/event.ts'
import {localConnection} from '../../src/transport/local.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {makeProject} from '../support/project.ts'
import {type ProjectWish, projectSession} from '../support/project-session.ts'
import {type Registry, startRegistry} from '../support/registry.ts'

const base = 'img-test-box:1'
const options: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
const debian = 'hive-base:bookworm'

const hive = `
plugin: hive_inventory
name: img-test
stages:
  private: {provider: docker, cidr: 10.99.7.0/24, number_of_hosts: 1, separate_repository: false}
`

const services = `
plugin: hive_services
services:
  web:
    available_on: [private]
    image:
      from: ${base}
      roles: [page]
      env: {GREETING: hello}
      expose: [8080]
      working_dir: /srv
      command: [httpd, -f]
`

const pageRole = `
import {command, defineImageRole, directory, file, sh} from '@hive-ci/cli'
export default defineImageRole({
  name: 'page',
  resources: () => [
    directory('/srv'),
    file('/srv/index.html', {content: 'first'}),
    command('the index is seen', {check: sh\`test -e /srv/seen\`, apply: sh\`test -n "$PIP_INDEX_URL" && touch /srv/seen\`}),
  ],
})
`

/** Seen by roles while the image is built, and by nobody afterwards. */
const settings = {pip_index_url: 'http://user:hush@index.example/'}

let docker: Docker
let registry: Registry
let root: string

beforeAll(async () => {
  docker = dockerEngine(localConnection())
  registry = await startRegistry({user: 'hive', password: 'sesame'})
  await importBusybox(docker, 'img-test-box')
})

afterAll(async () => {
  await registry.stop()
  const images = await docker.listImages({filters: {label: ['hive.site=img-test']}})
  for (const {Id} of images) await docker.getImage(Id).remove({force: true})
  await docker.getImage(base).remove({force: true})
  closeEngine(docker)
})

beforeEach(async () => {
  root = await makeProject({
    'inventory/hive.yml': hive,
    'inventory/services.yml': services,
    'roles/page/role.ts': pageRole,
    '.hive/private/registry_password': 'sesame\n',
  })
})

afterEach(async () => {
  await Promise.all((await buildContainers()).map(({Id}) => docker.getContainer(Id).remove({force: true})))
  await rm(root, {recursive: true})
})

async function build(wish: Partial<ProjectWish> = {}, limit: readonly string[] = []): Promise<PhaseReport> {
  const session = await projectSession(root, {registryPort: registry.port, settings, ...wish})
  try {
    return await buildImages.run(session, {...options, limit})
  } finally {
    await session.hosts.close()
  }
}

function buildContainers(): Promise<Docker.ContainerInfo[]> {
  return docker.listContainers({all: true, filters: {label: ['hive.site=img-test']}})
}

function repository(): string {
  return `localhost:${registry.port}/image_web`
}

function write(name: string, text: string): Promise<void> {
  return writeFile(join(root, name), text)
}

/** What became of each image, without times. */
function outcomes({targets}: PhaseReport): Record<string, readonly (string | undefined)[]> {
  return Object.fromEntries(targets.map(({target, outcome, message}) => [target, [outcome, message]]))
}

describe('build-images with a native role', () => {
  it('builds what the registry does not have, and then nothing', async () => {
    expect(outcomes(await build())).toEqual({web: ['changed', expect.stringContaining('not built before')]})
    const {Config} = await docker.getImage(`${repository()}:latest`).inspect()
    const {'hive.content': content, 'hive.parts': _, ...labels} = Config.Labels
    expect({...Config, Labels: labels}).toMatchObject({
      Env: ['GREETING=hello', 'PATH=/bin'],
      Entrypoint: ['/bin/sh', '-c', 'exec "$@"', '--'],
      Cmd: ['httpd', '-f'],
      WorkingDir: '/srv',
      ExposedPorts: {'8080/tcp': {}},
      Labels: {'hive.site': 'img-test', 'hive.service': 'web'},
    })
    expect(await buildContainers()).toEqual([])
    const again = await build()
    expect([again.outcome, again.changes, outcomes(again)]).toEqual(['ok', [], {web: ['ok', undefined]}])
    expect(content).toMatch(/^[0-9a-f]{32}$/)
  })

  it('keeps nothing of what only the build may see', async () => {
    await build()
    const image = docker.getImage(`${repository()}:latest`)
    const told = JSON.stringify([await image.inspect(), await image.history()])
    expect(told).not.toContain('hush')
    expect(told).not.toContain('sesame')
    const {stdout} = await execa('docker', ['run', '--rm', `${repository()}:latest`, 'sh', '-c', 'ls /srv; env'])
    expect(stdout.split('\n').filter(line => !line.startsWith('HOSTNAME='))).toEqual(
      expect.arrayContaining(['index.html', 'seen', 'GREETING=hello']),
    )
    expect(stdout).not.toContain('PIP_INDEX_URL')
  })

  it('tells in check mode what would be built and why, and builds nothing', async () => {
    await build()
    const before = await docker.getImage(`${repository()}:latest`).inspect()
    await write('roles/page/role.ts', pageRole.replace('first', 'second'))
    await write('inventory/services.yml', services.replace('hello', 'salut'))
    const report = await build({checkMode: true})
    expect(report.changes.map(({id, details, where}) => [id, details[0], where])).toEqual([
      ['image:web', 'build: role page changed, setting env changed', 'inventory/services.yml:6'],
    ])
    expect(report.outcome).toBe('would-change')
    expect((await docker.getImage(`${repository()}:latest`).inspect()).Id).toBe(before.Id)
  })

  it('moves latest back to an earlier content without building it again', async () => {
    await build()
    const first = await docker.getImage(`${repository()}:latest`).inspect()
    await write('roles/page/role.ts', pageRole.replace('first', 'second'))
    await build()
    await write('roles/page/role.ts', pageRole)
    const report = await build()
    expect(outcomes(report)).toEqual({web: ['changed', 'latest is another one']})
    expect((await docker.getImage(`${repository()}:latest`).inspect()).Id).toBe(first.Id)
  })

  it('keeps the container of a role that failed, and removes it when the image was built', async () => {
    await write(
      'roles/page/role.ts',
      pageRole.replace(
        "directory('/srv'),",
        'command("it works", {check: sh`false`, apply: sh`echo no luck; exit 3`}),',
      ),
    )
    expect(outcomes(await build())).toEqual({
      web: [
        'failed',
        'Image of web: Role page failed on web at command:it works (exit 3): no luck. Its build container is kept: look into it with "hive build-images --shell web".',
      ],
    })
    expect((await buildContainers()).map(({Names, State}) => [Names, State])).toEqual([
      [['/build_image_web'], 'running'],
    ])
    await write('roles/page/role.ts', pageRole)
    expect(outcomes(await build())).not.toMatchObject({web: ['failed', expect.anything()]})
    expect(await buildContainers()).toEqual([])
  })

  it('leaves nothing of a killed build behind once it ran again', async () => {
    await write(
      'roles/page/role.ts',
      pageRole.replace(
        "directory('/srv'),",
        'command("slow", {check: sh`test -e /slow`, apply: sh`touch /slow; sleep 3`}),',
      ),
    )
    const script = new URL('../support/run-build-images.ts', import.meta.url).pathname
    const child = execa(process.execPath, ['--conditions=hive-source', script, root, String(registry.port)], {
      reject: false,
    })
    let hasEnded = false
    child.finally(() => {
      hasEnded = true
    })
    while (!hasEnded && (await buildContainers()).length === 0) await setTimeout(50)
    child.kill('SIGKILL')
    expect([(await child).stderr, (await buildContainers()).length]).toEqual(['', 1])
    await write('roles/page/role.ts', pageRole)
    expect(outcomes(await build())).not.toMatchObject({web: ['failed', expect.anything()]})
    expect(await buildContainers()).toEqual([])
  })

  it('builds an image after the one it is based on', async () => {
    const registryName = `localhost:${registry.port}`
    await write(
      'inventory/services.yml',
      `${services}
  app:
    available_on: [private]
    image: {from: '${registryName}/image_web', roles: []}
`,
    )
    expect(outcomes(await build())).toMatchObject({app: ['changed', expect.anything()]})
    const {Config} = await docker.getImage(`${registryName}/image_app:latest`).inspect()
    expect([Config.Cmd, Config.Labels['hive.service']]).toEqual([['httpd', '-f'], 'app'])
  })

  it('says that a role is unknown and which one was probably meant', async () => {
    await write('inventory/services.yml', services.replace('[page]', '[pages]'))
    expect(outcomes(await build())).toEqual({
      web: [
        'failed',
        `Role pages was not found: neither ${root}/roles/pages/role.ts nor its tasks directory is there. Did you mean page? Roles known here: hive-certificate, hive-syslog, hive-trust-ca, page, python-aptk.`,
      ],
    })
  })

  it('says that the registry refuses the login', async () => {
    await write('.hive/private/registry_password', 'other\n')
    const [, message] = outcomes(await build()).web ?? []
    expect(message).toMatch(/^The site's registry localhost:\d+ could not be asked for .* as hive: .*unauthorized/)
  })

  it('does not build what the stage pulls', async () => {
    await write(
      'inventory/services.yml',
      services.replace('env:', 'pull_on: [private]\n      pull_from: box:1\n      env:'),
    )
    expect(outcomes(await build())).toEqual({web: ['skipped', 'This stage pulls box:1 instead of building it.']})
  })
})

describe('build-images with an Ansible role', () => {
  const tasks = `
- name: write the configuration
  template: {src: app.j2, dest: /etc/app.conf}
- name: ask for the index
  command: printenv PIP_INDEX_URL
  changed_when: false
`
  const template = `password={{ hostvars['web'].password }} stage={{ hive_stage }} root={{ inventory_dir | dirname == hive_root_dir }} filter={{ 'x' | twice }}`
  const filter = `class FilterModule:
    def filters(self):
        return {'twice': lambda text: text + text}
`

  beforeEach(async () => {
    await rm(root, {recursive: true})
    root = await makeProject({
      'inventory/hive.yml': hive,
      'inventory/services.yml': services.replace(base, debian).replace('roles: [page]', 'roles: [python-aptk, app]'),
      'inventory/group_vars/services.yml': "password: \"{{ 's3' + 'same' }}\"\n",
      'roles/app/tasks/main.yml': tasks,
      'roles/app/templates/app.j2': template,
      'plugins/filter/twice.py': filter,
      '.hive/private/registry_password': 'sesame\n',
    })
  })

  it('applies it with the variables, filters and environment it knows, notices changes of variables, tells failures and can be interrupted', async () => {
    const tempDirectory = join(root, 'temp')
    await execa('mkdir', [tempDirectory])
    const wish = {settings: {...settings, temp_dir: tempDirectory}}
    expect(outcomes(await build(wish))).toEqual({web: ['changed', expect.anything()]})
    const run = (command: string[]) => execa('docker', ['run', '--rm', `${repository()}:latest`, ...command])
    expect((await run(['cat', '/etc/app.conf'])).stdout).toBe('password=s3same stage=private root=True filter=xx')
    expect(JSON.stringify(await docker.getImage(`${repository()}:latest`).inspect())).not.toContain('hush')
    expect((await execa('ls', [tempDirectory])).stdout).toBe('')
    expect((await build(wish)).outcome).toBe('ok')

    await write('inventory/group_vars/services.yml', 'password: other\n')
    const looked = await build({...wish, checkMode: true})
    expect(looked.changes.map(({details}) => details[0])).toEqual(['build: variables its roles use changed'])

    await write(
      'inventory/services.yml',
      services.replace(base, `${repository()}:latest`).replace('[page]', '[app]').replace('web:', 'next:'),
    )
    await write('roles/app/tasks/main.yml', "- name: try\n  command: sh -c 'echo bad luck >&2; exit 4'\n")
    expect(outcomes(await build(wish))).toEqual({
      next: [
        'failed',
        `Image of next: Task "app : try" (${root}/roles/app/tasks/main.yml:1) failed for image_next: non-zero return code\nbad luck. Its build container is kept: look into it with "hive build-images --shell next".`,
      ],
    })

    await write('roles/app/tasks/main.yml', '- name: dawdle\n  command: sleep 60\n')
    const abort = new AbortController()
    const report = (event: RunEvent) => {
      if (event.type === 'output' && event.line.includes('dawdle')) abort.abort(new Error('enough'))
    }
    const begun = Date.now()
    await expect(build({...wish, signal: abort.signal, report})).rejects.toThrow('enough')
    expect(Date.now() - begun).toBeLessThan(40_000)
    expect((await execa('ls', [tempDirectory])).stdout).toBe('')
    expect(await buildContainers()).toEqual([])
  })
})
