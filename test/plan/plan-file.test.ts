import {rm, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {inventoryDigests} from '../../src/plan/inventory-digests.ts'
import type {StageLook} from '../../src/plan/look-at-stage.ts'
import {planFileOf, readPlanFile} from '../../src/plan/plan-file.ts'
import type {PhaseReport} from '../../src/reporter/event.ts'
import {makeProject} from '../support/project.ts'
import {makeSite} from '../support/site.ts'

async function siteOf(files: Readonly<Record<string, string>>) {
  const rootDirectory = await makeProject(files)
  onTestFinished(() => rm(rootDirectory, {recursive: true}))
  return makeSite({rootDirectory})
}

const report: PhaseReport = {
  phase: 'build-networks',
  checkMode: true,
  outcome: 'would-change',
  seconds: 0.1,
  targets: [{target: 'inside', outcome: 'would-change', ok: 0, changed: 1, failed: 0, seconds: 0.1}],
  changes: [{id: 'network:inside', action: 'create', details: ['driver: overlay']}],
}

const look: StageLook = {reports: [report], unseen: ['deploy-services', 'initialize-services']}

test('a plan is read as it was written', async () => {
  const site = await siteOf({'inventory/hive.yml': 'name: x\n'})
  const plan = await planFileOf(site, look, new Date(0))
  const file = join(site.rootDirectory, 'a.plan')
  await writeFile(file, JSON.stringify(plan))
  expect(await readPlanFile(file)).toEqual(plan)
})

test.each([{phases: []}, {unseen: ['deploy-services']}])(
  'a plan that was changed by hand is refused: %j',
  async change => {
    const site = await siteOf({})
    const plan = await planFileOf(site, look, new Date(0))
    const file = join(site.rootDirectory, 'a.plan')
    await writeFile(file, JSON.stringify({...plan, ...change}))
    await expect(readPlanFile(file)).rejects.toMatchObject({
      code: 'PLAN_INVALID',
      message: `${file} was changed after hive wrote it: its changes do not belong to its hash.`,
    })
  },
)

test('a file that is no plan is refused with the reason', async () => {
  const {rootDirectory} = await siteOf({'a.plan': '{"format":2}'})
  await expect(readPlanFile(join(rootDirectory, 'a.plan'))).rejects.toMatchObject({code: 'PLAN_INVALID'})
  await expect(readPlanFile(join(rootDirectory, 'none'))).rejects.toMatchObject({code: 'PLAN_INVALID'})
})

test('two looks that found the same have the same hash, whatever their time and order', async () => {
  const site = await siteOf({})
  const other: PhaseReport = {...report, seconds: 9, targets: report.targets.map(target => ({...target, seconds: 3}))}
  const [one, two] = [
    await planFileOf(site, look, new Date(0)),
    await planFileOf(site, {...look, reports: [other]}, new Date(1)),
  ]
  expect(one.state).toBe(two.state)
})

test('the files of inventory and roles are known by their content, a broken link too', async () => {
  const site = await siteOf({'inventory/hive.yml': 'a', 'roles/web/tasks/main.yml': 'b', 'README.md': 'c'})
  await symlink('nowhere', join(site.rootDirectory, 'inventory/link'))
  const digests = await inventoryDigests(site)
  expect(Object.entries(digests).map(([name, digest]) => [name, digest.slice(0, 8)])).toEqual([
    ['inventory/hive.yml', 'ca978112'],
    ['inventory/link', ''],
    ['roles/web/tasks/main.yml', '3e23e816'],
  ])
})
