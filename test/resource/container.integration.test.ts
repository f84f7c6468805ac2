import Docker from 'dockerode'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {baseFacts} from '../../src/engine/base-facts.ts'
import {compile} from '../../src/engine/compile.ts'
import {gatherFacts} from '../../src/engine/gather-facts.ts'
import type {HostOutcome} from '../../src/engine/outcome.ts'
import {runProgram} from '../../src/engine/run.ts'
import {composeProject, directory, file, packages, type Resource, service} from '../../src/resource/index.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {containerConnection} from '../../src/transport/docker.ts'

const engine = new Docker()

/** A small Debian of its own for each group of tests; it may talk to the engine. */
function useContainer(name: string): () => Connection {
  let container: Docker.Container | undefined
  let connection: Connection | undefined
  beforeAll(async () => {
    container = await engine.createContainer({
      name: `eng-${name}-${process.pid}`,
      Image: 'hive-base:bookworm',
      Cmd: ['sleep', 'infinity'],
      HostConfig: {Init: true, Binds: ['/var/run/docker.sock:/var/run/docker.sock']},
    })
    await container.start()
    connection = containerConnection(engine, container.id, {name})
  })
  afterAll(() => container?.remove({force: true}))
  return () => {
    if (!connection) throw new Error('the container was not started')
    return connection
  }
}

function run(connection: Connection, resources: readonly Resource[], checkMode = false): Promise<HostOutcome> {
  const program = compile([{role: 'tried', resources}], {checkMode})
  return runProgram(connection, program, {host: connection.name, become: true, report: () => undefined})
}

async function output(connection: Connection, line: string): Promise<string> {
  return (await connection.exec(line)).stdout.trim()
}

describe('without systemd', () => {
  const container = useContainer('plain')

  it('a service is refused with a sentence', async () => {
    expect((await run(container(), [service('cron', {running: true})])).message).toBe(
      'Role tried failed on plain at service:cron (exit 1): This host was not booted with systemd, so the unit cron cannot be kept by it.',
    )
  })
})

describe('on Enterprise Linux', () => {
  const container = useContainer('redhat')
  /** Stand-ins for the two tools, with the installed packages in a file: here their arguments are what matters. */
  const rpm = `#!/bin/sh
echo "rpm $*" >>/log
[ "$*" = "\${*#*--}" ] || shift 4
for name; do grep -qxF -e "$name" /installed || exit 1; done
`
  const dnf = `#!/bin/sh
echo "dnf $*" >>/log
case $* in
  *' install -- '*) while [ "$1" != -- ]; do shift; done; shift; printf '%s\\n' "$@" >>/installed ;;
  *' remove -- '*) while [ "$1" != -- ]; do shift; done; shift; for name; do sed -i "/^$name$/d" /installed; done ;;
esac
`

  beforeAll(async () => {
    await run(container(), [
      file('/usr/local/bin/rpm', {content: rpm, mode: '0755'}),
      file('/usr/local/bin/dnf', {content: dnf, mode: '0755'}),
    ])
    await container().exec('echo bash >/installed; rm /usr/bin/dpkg* /usr/bin/apt-get')
  })

  it.each([
    ['almalinux', 'rhel centos fedora', 'redhat'],
    ['amzn', 'fedora', 'redhat'],
    ['ubuntu', 'debian', 'debian'],
    ['alpine', '', ''],
  ])('the family of %s is told by its os-release', async (id, like, family) => {
    await run(container(), [file('/etc/os-release', {content: `ID="${id}"\nID_LIKE="${like}"\nVERSION_ID="9.4"\n`})])
    const facts = await gatherFacts(container(), baseFacts, {become: true})
    expect(facts).toMatchObject({os: id, osVersion: '9.4', osCodename: '', family, systemd: 'no'})
  })

  it('packages come from dnf, by their names there, and nothing is asked of it while they are installed', async () => {
    const wanted = packages([
      'bash',
      {debian: 'docker.io', redhat: ['docker-ce', 'docker-ce-cli']},
      {debian: 'apt-utils'},
    ])
    expect(await run(container(), [wanted], true)).toMatchObject({outcome: 'would-change'})
    expect(await run(container(), [wanted])).toMatchObject({outcome: 'changed'})
    expect(await run(container(), [wanted])).toMatchObject({outcome: 'ok'})
    expect(await run(container(), [packages('docker-ce-cli', {present: false})])).toMatchObject({outcome: 'changed'})
    expect(await output(container(), 'grep -v ^rpm /log; cat /installed')).toBe(
      [
        'dnf -q -y --setopt=install_weak_deps=False --setopt=retries=3 install -- bash docker-ce docker-ce-cli',
        'dnf -q -y --setopt=install_weak_deps=False --setopt=retries=3 remove -- docker-ce-cli',
        'bash',
        'bash',
        'docker-ce',
      ].join('\n'),
    )
  })
})

describe('with Docker Compose', () => {
  const container = useContainer('compose')
  const name = `eng-compose-${process.pid}`
  const project = (text: string) => {
    const service = {
      image: 'hive-base:bookworm',
      command: 'sleep 1000',
      stop_signal: 'SIGKILL',
      environment: {TEXT: text},
    }
    return [
      directory('/srv/project'),
      composeProject(name, {
        directory: '/srv/project',
        content: JSON.stringify({version: '3', services: {one: service}}),
      }),
    ]
  }
  const running = () => output(container(), `docker ps -q --filter label=com.docker.compose.project=${name}`)

  beforeAll(() => run(container(), [packages(['docker.io', 'docker-compose'])]))
  afterAll(() => container().exec(`docker-compose -p ${name} -f /srv/project/docker-compose.yml down -t 0`))

  it('a project is started, left alone, made anew when its file changes, and started again when it was stopped', async () => {
    expect(await run(container(), project('a'))).toMatchObject({outcome: 'changed', changed: 2})
    const first = await running()
    expect(first).toMatch(/^[0-9a-f]{12}$/)
    expect(await run(container(), project('a'))).toMatchObject({outcome: 'ok', ok: 2})
    expect(await run(container(), project('b'))).toMatchObject({outcome: 'changed', changed: 1})
    expect(await running()).not.toBe(first)
    await container().exec(`docker stop -t 0 ${await running()}`)
    expect(await run(container(), project('b'), true)).toMatchObject({outcome: 'would-change', changed: 1})
    expect(await run(container(), project('b'))).toMatchObject({outcome: 'changed', changed: 1})
    expect(await running()).not.toBe('')
  })
})
