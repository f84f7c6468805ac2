import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {type CutOff, cutOff} from '../../../test/support/cut-off.ts'
import {type HiveProject, hiveProject} from '../../../test/support/hive-project.ts'
import {freeCidr, uniqueName} from '../../../test/support/names.ts'
import {freePort} from '../../../test/support/sshd.ts'
import {type CutNetwork, cutNetwork} from './support/cut-network.ts'
import {lookAtStage, stageProject, withoutBuilds} from './support/stage.ts'
import {startUpstream, type Upstream} from './support/upstream.ts'

const name = uniqueName('frozen')
const cidr = freeCidr()
const cache = `hive-offline-${name}-private`
let cut: CutOff
let cutCache: CutNetwork | undefined
let project: HiveProject
let upstream: Upstream

/** The image of hosts has all packages that hive's own roles want; this role makes apt fetch one more. */
const addon = `import {defineHostRole, packages} from '@hive-ci/cli'
export default defineHostRole({name: 'addon', group: 'servers', resources: () => [packages(['hello'])]})
`

beforeAll(async () => {
  cut = await cutOff(cidr)
  project = await hiveProject({...stageProject(name, cidr), 'roles/addon/role.ts': addon}, cut.words)
  await hive('offline', 'up', '--port', String(await freePort()))
  upstream = await startUpstream(cache)
  await upstream.push('hive-base:bookworm', 'team/app:1')
  await writeFile(join(project.directory, 'upstream.pem'), upstream.authority)
  await hive('set', 'extra_ca', 'upstream.pem')
  await hive('offline', 'up', '--set')
  // As after the inventory has named another registry: whom the cache trusted it still trusts.
  await hive('offline', 'up')
})

afterAll(async () => {
  await project?.hive('build-infra', '-D', '--break-lock')
  await cutCache?.end()
  await upstream?.stop()
  await project?.hive('offline', 'down', '--data')
  await project?.remove()
  await cut?.end()
})

async function hive(...argv: readonly string[]): Promise<string> {
  const {status, stdout, stderr} = await project.hive(...argv)
  expect(status, `${stdout}\n${stderr}`).toBe(0)
  return stdout
}

async function lookedAt(): Promise<string> {
  return (await execa('docker', ['exec', '-i', `p-hive0.${name}`, 'sh', '-es'], {input: lookAtStage})).stdout
}

it('raises a site with no way out at all from what was recorded when it was raised, version by version', async () => {
  await hive('all')
  const recorded = await lookedAt()
  expect(recorded).toMatch(/^clock runs 1 of app:1@sha256:/m)
  expect(recorded).toMatch(/^web runs 1 of image_web:latest@sha256:[0-9a-f]+\n(.*\n)*hello\t/m)
  await hive('offline', 'freeze')
  await upstream.stop()
  cutCache = await cutNetwork(cache)
  await hive('build-infra', '-D')

  await hive('all')
  expect(withoutBuilds(await lookedAt())).toBe(withoutBuilds(recorded))
  expect(await cut.counts()).toEqual({dropped: 0, left: 0, ofPrograms: 0})
  expect(await cutCache.sent()).toBe(0)
})
