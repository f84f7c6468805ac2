import {expect, test} from 'vitest'
import {jobsOf} from '../../src/pipeline/job.ts'
import {at, plain} from '../../src/pipeline/node.ts'
import {readCiFile} from '../../src/pipeline/read.ts'

/** These keywords of the only job, as it has them in a pipeline of the default branch. */
function job(text: string, ...keywords: readonly string[]): readonly unknown[] {
  const [found] = jobsOf(readCiFile(text, 'ci.yml').body, {CI_COMMIT_BRANCH: 'main'})
  return keywords.map(keyword => {
    const node = at(found?.node, keyword)
    return node && plain(node)
  })
}

test('a job has the keywords of default and of the top of the file that it has not itself', () => {
  const text = `
default: {before_script: [a], retry: 2}
services: [dind]
job: {script: [make], retry: 0}
`
  expect(job(text, 'before_script', 'services', 'retry', 'script')).toEqual([['a'], ['dind'], 0, ['make']])
})

test('variables of the job are laid over those of the file, and those of its rule over both', () => {
  const text = `
variables: {A: file, B: file, C: file}
job:
  script: [make]
  variables: {B: job, C: job}
  rules:
    - if: $CI_COMMIT_TAG
      variables: {B: not this one}
    - if: $CI_COMMIT_BRANCH
      variables: {C: rule}
`
  expect(job(text, 'variables')).toEqual([{A: 'file', B: 'job', C: 'rule'}])
})

test('a job takes over only what its inherit lets in', () => {
  const text = `
default: {before_script: [a], retry: 2}
variables: {A: file, B: file}
job: {script: [make], inherit: {default: [retry], variables: [B]}}
`
  expect(job(text, 'before_script', 'retry', 'variables')).toEqual([undefined, 2, {B: 'file'}])
  expect(job(text.replace('[retry]', 'false').replace('[B]', 'false'), 'retry', 'variables')).toEqual([undefined, {}])
})
