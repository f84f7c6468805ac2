import {mkdir, writeFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {describe, expect, test} from 'vitest'
import {temporaryDirectory} from '../../../../test/support/temporary-directory.ts'
import {expandPipeline, type Pipeline} from '../../src/pipeline/expand.ts'
import {at, plain} from '../../src/pipeline/node.ts'

async function expand(files: Readonly<Record<string, string>>): Promise<Pipeline> {
  const project = await temporaryDirectory('pipeline')
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, name)), {recursive: true})
    await writeFile(join(project, name), content)
  }
  return expandPipeline({
    library: {project, templates: resolve('ci-templates')},
    source: {path: join(project, '.gitlab-ci.yml'), isTemplate: false},
    inputs: new Map(),
    variables: {CI_COMMIT_BRANCH: 'main'},
  })
}

const jobs = `spec:
  inputs:
    name:
      regex: ^[a-z]+$
    rules:
      type: array
      default:
        - if: $CI_COMMIT_BRANCH
    size:
      type: number
      default: 1
---
"$[[ inputs.name ]]:job":
  script:
    - make -j $[[ inputs.size ]]
  rules: $[[ inputs.rules ]]
  parallel: $[[ inputs.size ]]
`

describe('a pipeline that is put together', () => {
  test('has the jobs of included files, with inputs of their own types in keys and values', async () => {
    const {root} = await expand({
      '.gitlab-ci.yml': 'include: [{local: /ci/jobs.yml, inputs: {name: web, size: 3}}]',
      'ci/jobs.yml': jobs,
    })
    expect(plain(root)).toEqual({
      'web:job': {script: ['make -j 3'], rules: [{if: '$CI_COMMIT_BRANCH'}], parallel: 3},
    })
  })

  test('lets the including file win, map by map', async () => {
    const {root} = await expand({
      '.gitlab-ci.yml': 'include: /ci/*.yml\nbuild: {variables: {A: mine}, script: [make mine]}',
      'ci/a.yml': 'build: {variables: {A: theirs, B: theirs}, script: [make, make check], timeout: 1h}',
    })
    expect(plain(root)).toEqual({build: {variables: {A: 'mine', B: 'theirs'}, script: ['make mine'], timeout: '1h'}})
  })

  test('follows extends, references, anchors and merge keys', async () => {
    const {root} = await expand({
      '.gitlab-ci.yml': `.base: &base {tags: [a], script: [one]}
.more: {extends: .base, timeout: 1h}
job: {extends: [.more], script: [!reference [.base, script], two]}
merged: {<<: *base, timeout: 2h}
`,
    })
    expect([plain(at(root, 'job') ?? root), plain(at(root, 'merged') ?? root)]).toEqual([
      {tags: ['a'], script: ['one', 'two'], timeout: '1h'},
      {tags: ['a'], script: ['one'], timeout: '2h'},
    ])
  })

  test('finds the templates of hive in what is included from the project they are kept in', async () => {
    const {root, unfollowed} = await expand({
      '.gitlab-ci.yml': `include:
  - {project: infra/hive, ref: v0.1.0, file: /ci-templates/validate.gitlab-ci.yml}
  - {project: infra/other, ref: v1, file: /jobs.yml}
  - local: /nowhere.yml
    rules: [{if: $CI_COMMIT_TAG}]
`,
    })
    expect([...root.entries.keys()]).toEqual(['hive:validate', 'hive:lint'])
    expect(unfollowed.map(({address}) => address)).toEqual(['infra/other'])
  })

  test.each([
    ['include: /nowhere.yml', '.gitlab-ci.yml:1: There is no file /nowhere.yml in the project.'],
    ['include: [{local: /ci/jobs.yml}]', '.gitlab-ci.yml:1: The input name has no default and no value.'],
    [
      'include:\n  - local: /ci/jobs.yml\n    inputs:\n      name: Web',
      '.gitlab-ci.yml:4: The input name is "Web"; it must match ^[a-z]+$.',
    ],
    [
      'include: [{local: /ci/jobs.yml, inputs: {name: web, size: big}}]',
      '.gitlab-ci.yml:1: The input size is "big", which is of type string; it must be of type number.',
    ],
    [
      'include: [{local: /ci/jobs.yml, inputs: {nmae: web}}]',
      '.gitlab-ci.yml:1: There is no input nmae; the included file knows: name, rules, size.',
    ],
    ['job:\n  extends: .nothing', '.gitlab-ci.yml:2: job extends .nothing, which is not there.'],
    ['.a: {extends: .b}\n.b: {extends: .a}', '.gitlab-ci.yml:1: .a extends itself.'],
    ['job:\n  script: !reference [.a, b]', '.gitlab-ci.yml:2: !reference .a > b leads to nothing.'],
    ['job:\n  script: $[[ inputs.x ]]', '.gitlab-ci.yml:2: There is no input x in the header of this file.'],
    ['job: {a: 1}\njob: {b: 1}', '.gitlab-ci.yml:2: Map keys must be unique.'],
    ['- a', '.gitlab-ci.yml:1: The file holds no map of jobs and keywords.'],
  ])('refuses what GitLab would refuse, with its line: %j', async (source, message) => {
    await expect(expand({'.gitlab-ci.yml': source, 'ci/jobs.yml': jobs})).rejects.toThrow(message)
  })
})
