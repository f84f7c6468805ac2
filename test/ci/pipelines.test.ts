import {describe, expect, test} from 'vitest'
import {ciProject, listJobs, pipelines} from './project.ts'

const checks = ['hive:validate: [private]', 'hive:validate: [staging]', 'hive:validate: [production]', 'hive:lint']
const production = [
  'hive:production:plan',
  'hive:production:gate (manual, blocks)',
  'hive:production',
  'hive:production:rollback (manual)',
]

describe('the pipeline of a project', {timeout: 60_000}, () => {
  test('of a merge request checks and tests, and holds nothing of staging and production', async () => {
    const project = await ciProject()
    expect(await listJobs(project, pipelines.mergeRequest)).toEqual([...checks, 'hive:test'])
  })

  test('of a merge request plans where that is wanted, and ends lasting hosts by a job that never blocks', async () => {
    const project = await ciProject({'test-hosts': 'lasting', plan: true})
    expect(await listJobs(project, pipelines.mergeRequest)).toEqual([
      ...checks,
      'hive:plan: [staging]',
      'hive:test-lasting',
      'hive:test-lasting-stop (manual)',
    ])
  })

  test('of the default branch deploys staging, and production behind a gate', async () => {
    expect(await listJobs(await ciProject(), pipelines.main)).toEqual([...checks, 'hive:staging', ...production])
  })

  test('has each phase of staging as a job of its own when that is wanted', async () => {
    const project = await ciProject({layout: 'phases', production: 'none', stages: ['private']})
    expect(await listJobs(project, pipelines.main)).toEqual([
      'hive:validate: [private]',
      'hive:lint',
      'hive:staging:build-infra',
      'hive:staging:setup-hosts',
      'hive:staging:build-images',
      'hive:staging:build-volumes',
      'hive:staging:build-networks',
      'hive:staging:deploy-services',
      'hive:staging:initialize-services',
    ])
  })

  test('is left without production while a deploy freeze holds', async () => {
    expect(await listJobs(await ciProject(), pipelines.freeze)).toEqual([...checks, 'hive:staging'])
  })

  test('of a tag deploys production only when the tag is protected and tags are what production is deployed from', async () => {
    const project = await ciProject({production: 'tag'})
    expect(await listJobs(project, pipelines.tag)).toEqual(checks)
    expect(await listJobs(project, pipelines.protectedTag)).toEqual([...checks, ...production])
    expect(await listJobs(project, pipelines.main)).toEqual([...checks, 'hive:staging'])
  })

  test('of a schedule looks for drift and deploys nothing', async () => {
    expect(await listJobs(await ciProject(), pipelines.schedule)).toEqual([
      'hive:drift: [staging]',
      'hive:drift: [production]',
    ])
  })

  test('of another branch has no jobs', async () => {
    expect(await listJobs(await ciProject(), pipelines.branch)).toEqual([])
  })

  test('refuses a value that is no choice', async () => {
    const project = await ciProject({layout: 'everything'})
    await expect(listJobs(project, pipelines.main)).rejects.toThrow('`layout` input: `everything` cannot be used')
  })
})
