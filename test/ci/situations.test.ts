import {resolve} from 'node:path'
import {describe, expect, test} from 'vitest'
import {temporaryDirectory} from '../support/temporary-directory.ts'
import {runningOrder} from './order.ts'
import {ciProject, listedJob, listJobs, variableOptions} from './project.ts'
import {readSituations} from './situation.ts'
import {schemaOptions, situationProject} from './situation-project.ts'
import {pipelineTable, rowText} from './table.ts'

const situations = await readSituations()

describe.each(situations)('$name', {timeout: 60_000}, situation => {
  test(`has exactly the jobs that are expected, in their order: ${situation.about}`, async () => {
    const {variables, played, stopped, jobs, order} = situation
    const project = await situationProject({situation, directory: await temporaryDirectory('ci'), mirror: ''})
    const rows = await pipelineTable(project.directory, resolve('ci-templates'), {
      CI_DEFAULT_BRANCH: 'main',
      ...variables,
    })
    const found = {
      jobs: rows.map(rowText),
      order: (stopped === undefined ? runningOrder(rows, played) : [[stopped]]).map(names => names.join(', ')),
    }
    const options = [...schemaOptions(situation), ...variableOptions(variables)]
    expect(found).toEqual({jobs: linesOf(jobs), order: linesOf(order)})
    expect((await listJobs(project, options)).toSorted()).toEqual(rows.map(listedJob).toSorted())
  })
})

test('a project that gives an input a value that is no choice gets no pipeline', async () => {
  const include = [{local: '/ci-templates/hive.gitlab-ci.yml', inputs: {layout: 'everything'}}]
  const directory = await temporaryDirectory('ci')
  const project = await ciProject({directory, copies: [], files: {'.gitlab-ci.yml': JSON.stringify({include})}})
  await expect(listJobs(project, [])).rejects.toThrow('`layout` input: `everything` cannot be used')
})

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter(line => line !== '')
}
