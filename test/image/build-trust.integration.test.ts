import type Docker from 'dockerode'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {closeEngine, dockerEngine} from '../../src/docker/engine.ts'
import {removeContainer} from '../../src/image/build-container.ts'
import {withBuildTrust} from '../../src/image/build-trust.ts'
import {parseAuthorities} from '../../src/site/authority.ts'
import {containerConnection} from '../../src/transport/docker.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeAuthority} from '../support/authority.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {makeSite} from '../support/site.ts'

const extraAuthorities = ['Corp', 'Branch'].flatMap(name => parseAuthorities(makeAuthority(name).certificate, name))
const site = makeSite({extraAuthorities})
const image = 'hive-build-trust'
let docker: Docker

beforeAll(async () => {
  docker = dockerEngine(localConnection())
  await importBusybox(docker, image)
})

afterAll(async () => {
  await docker.getImage(`${image}:1`).remove({force: true})
  closeEngine(docker)
})

async function inContainer(name: string, work: (container: Docker.Container) => Promise<void>): Promise<void> {
  const container = await docker.createContainer({Image: name, Cmd: ['sleep', '1000']})
  try {
    await container.start()
    await work(container)
  } finally {
    await removeContainer(container)
  }
}

test.each([
  ['an image with tools for it', 'hive-base:bookworm', '/etc/ssl/certs/ca-certificates.crt'],
  ['an image with nothing but a list', `${image}:1`, '/etc/ssl/cert.pem'],
])('%s trusts the authorities while roles are applied and not afterwards', async (_what, name, bundle) => {
  await inContainer(name, async container => {
    const inside = containerConnection(docker, container.id)
    const run = async (command: string) => (await inside.exec(command)).stdout
    await run('[ -e /etc/ssl/certs ] || { mkdir -p /etc/ssl; echo "of the image" >/etc/ssl/cert.pem; }')
    const before = await run(`cat ${bundle}`)
    const seen = await withBuildTrust(site, inside, async environment => ({
      environment,
      text: await run(`cat ${bundle}`),
    }))
    for (const {pem} of extraAuthorities) expect(seen.text).toContain(pem)
    expect(seen.environment).toEqual({
      NODE_EXTRA_CA_CERTS: '/etc/hive-build-ca.pem',
      REQUESTS_CA_BUNDLE: bundle,
      PIP_CERT: bundle,
    })
    expect(await run(`cat ${bundle}`)).toBe(before)
    const changed = await container.changes()
    expect(
      changed?.map(({Path}: {Path: string}) => Path).filter((path: string) => path.includes('hive-build')),
    ).toEqual([])
  })
})

test('a role that fails is told of, and the container trusts nobody more', async () => {
  await inContainer('hive-base:bookworm', async container => {
    const inside = containerConnection(docker, container.id)
    await expect(withBuildTrust(site, inside, () => Promise.reject(new Error('no such package')))).rejects.toThrowError(
      'no such package',
    )
    const {stdout} = await inside.exec('ls /usr/local/share/ca-certificates; find /etc/ssl/certs -name "hive-*"')
    expect(stdout).toBe('')
  })
})
