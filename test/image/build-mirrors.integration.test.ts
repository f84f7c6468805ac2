import type Docker from 'dockerode'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {closeEngine, dockerEngine} from '../../src/docker/engine.ts'
import {removeContainer} from '../../src/image/build-container.ts'
import {withBuildMirrors} from '../../src/image/build-mirrors.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {containerConnection} from '../../src/transport/docker.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSite} from '../support/site.ts'

let docker: Docker
let container: Docker.Container
let inside: Connection

/** What a container of Debian, and one of Enterprise Linux, has. */
const files = `mkdir -p /etc/yum.repos.d && rm -rf /etc/apt/sources.list.d/* && cat >/etc/apt/sources.list <<EOF
# deb http://deb.example/debian old main
deb [signed-by=/k] http://deb.example/debian bookworm main
deb http://deb.example/debian-security bookworm-security main
deb https://other.example/ubuntu noble main
EOF
cat >/etc/yum.repos.d/almalinux-baseos.repo <<'EOF'
[baseos]
mirrorlist=https://mirrors.example/mirrorlist/$releasever/baseos
# baseurl=https://repo.example/almalinux/$releasever/BaseOS/$basearch/os/
enabled=0
EOF`
const read = 'cat /etc/apt/sources.list /etc/yum.repos.d/*'

beforeAll(async () => {
  docker = dockerEngine(localConnection())
  container = await docker.createContainer({Image: 'hive-base:bookworm', Cmd: ['sleep', '1000']})
  await container.start()
  inside = containerConnection(docker, container.id)
  await inside.exec(files)
})

afterAll(async () => {
  await removeContainer(container)
  closeEngine(docker)
})

test('a build container has the mirrors of its family while roles are applied, and what roles change stays', async () => {
  const [host] = makeSite({
    hosts: 1,
    hostVariables: {hive_apt_url: 'http://mirror.example/debian', hive_yum_url: 'http://mirror.example/almalinux'},
  }).hosts
  if (host === undefined) throw new Error('a site without hosts')
  const before = (await inside.exec(read)).stdout
  const seen = await withBuildMirrors(host, inside, async () => {
    await inside.exec("sed -i 's/enabled=0/enabled=1/' /etc/yum.repos.d/almalinux-baseos.repo")
    return (await inside.exec(read)).stdout
  })
  expect(seen.split('\n').filter(line => !line.startsWith('#'))).toEqual([
    'deb [signed-by=/k] http://mirror.example/debian bookworm main',
    'deb http://mirror.example/debian-security bookworm-security main',
    'deb https://other.example/ubuntu noble main',
    '[baseos]',
    'baseurl=http://mirror.example/almalinux/$releasever/BaseOS/$basearch/os/',
    'enabled=1',
    '',
  ])
  expect((await inside.exec(read)).stdout).toBe(before.replace('enabled=0', 'enabled=1'))
})

test('a role that fails leaves the sources of the image', async () => {
  const [host] = makeSite({hosts: 1, hostVariables: {hive_apt_url: 'http://mirror.example/debian'}}).hosts
  if (host === undefined) throw new Error('a site without hosts')
  const before = (await inside.exec(read)).stdout
  await expect(withBuildMirrors(host, inside, () => Promise.reject(new Error('no such package')))).rejects.toThrow(
    'no such package',
  )
  expect((await inside.exec(read)).stdout).toBe(before)
})
