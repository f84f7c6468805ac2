import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import provider from '../../plugins/provider-docker/src/index.ts'
import clusterRoles from '../../plugins/roles-cluster/src/index.ts'
import hostRoles from '../../plugins/roles-host/src/index.ts'
import repositoryRoles from '../../plugins/roles-repository/src/index.ts'
import {phaseNames} from '../../src/phase-name.ts'
import {applyPlan} from '../../src/plan/apply-plan.ts'
import {lookAtStage} from '../../src/plan/look-at-stage.ts'
import {planFileOf} from '../../src/plan/plan-file.ts'
import type {Session} from '../../src/session.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {makeService} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {hostAt} from '../support/set-up.ts'
import {makeObject} from '../support/site.ts'

let nodes: Nodes
let session: Session
let last: Awaited<ReturnType<typeof plan>>

beforeAll(async () => {
  nodes = await startNodes(2, {prefix: 'apply'})
  await importBusybox(await nodes.pool.engine(hostAt(nodes, 0)), 'box')
  await mkdir(join(nodes.site.rootDirectory, 'inventory'))
  await writeFile(join(nodes.site.rootDirectory, 'inventory/hive.yml'), 'name: apply\n')
  session = await sessionOf()
})

afterAll(() => nodes?.stop())

const request = {
  breakLock: false,
  lockTimeout: 0,
  holder: {user: 'tester', host: 'here', pid: 1, command: 'test', since: ''},
}

async function plan() {
  return planFileOf(session.site, await lookAtStage({...session, checkMode: true}), new Date())
}

test('the first plan of a stage builds all of it, and a plan of nothing runs nothing', async () => {
  const first = await plan()
  expect(first.unseen).not.toEqual([])
  const reports = await applyPlan(session, first, request)
  expect(reports.map(({outcome}) => outcome)).not.toContain('failed')
  expect(reports.map(({phase}) => phase)).toEqual(phaseNames)
  expect(await (await nodes.pool.engine(hostAt(nodes, 0))).listServices()).toHaveLength(1)
  expect(await applyPlan(session, await plan(), request)).toEqual([])
})

test('a plan is refused when the stage moved since, and says what moved', async () => {
  const docker = await nodes.pool.engine(hostAt(nodes, 0))
  last = await plan()
  const [service] = await docker.listServices()
  await docker.getService(service?.ID ?? '').remove()
  await expect(applyPlan(session, last, request)).rejects.toMatchObject({
    code: 'PLAN_OUTDATED',
    message: expect.stringContaining('\n  deploy-services: create service:web was not planned'),
  })
  expect(await docker.listServices()).toEqual([])
})

test('a plan is refused when the inventory moved since, and says which file', async () => {
  await writeFile(join(nodes.site.rootDirectory, 'inventory/services.yml'), 'services: {}\n')
  await expect(applyPlan(session, last, request)).rejects.toMatchObject({
    code: 'PLAN_OUTDATED',
    message: expect.stringContaining('the inventory moved since the plan was made'),
  })
})

test('a plan of another stage is refused', async () => {
  const other = {...last, stage: 'production'}
  await expect(applyPlan(session, other, request)).rejects.toMatchObject({code: 'PLAN_OUTDATED'})
})

async function sessionOf(): Promise<Session> {
  const docker = await provider()
  const sets = await Promise.all([hostRoles(), repositoryRoles(), clusterRoles()])
  const roles = sets.flatMap(set => set.roles).filter(role => role.kind !== 'image')
  const web = makeService('web', {
    image: {kind: 'pulled', tag: 'box:1'},
    command: ['sleep', '3600'],
    networks: ['inside'],
  })
  const networks = [{...makeObject('inside', ['networks']), driverOptions: {}, attachable: true}]
  const site = {...nodes.site, services: [web], networks}
  return makeSession(site, await nodes.pool.connect(hostAt(nodes, 0)), {
    hosts: nodes.pool,
    extensions: {providers: new Map([[docker.name, docker]]), roles, imageRoles: new Map()},
  })
}
