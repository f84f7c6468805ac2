import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {type GitlabServer, startGitlab, token} from '../support/gitlab-server.ts'

let server: GitlabServer
let directory: string

beforeEach(async () => {
  server = await startGitlab()
  directory = await mkdtemp(join(tmpdir(), 'hive-lint-'))
})

afterEach(async () => {
  await server.stop()
  await rm(directory, {recursive: true})
})

async function lint(content: string) {
  await writeFile(join(directory, '.gitlab-ci.yml'), content)
  const {exitCode, stdout, stderr} = await execa(resolve('bin/hive'), ['ci', 'lint', '--merged', 'merged.yml'], {
    cwd: directory,
    env: {PATH: process.env.PATH, CI_API_V4_URL: server.url, CI_PROJECT_ID: '7', HIVE_GITLAB_TOKEN: token},
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
  return {exitCode, stdout, stderr: stderr.replaceAll(directory, '<project>').trim()}
}

test('what only GitLab can merge is checked too, with its line in the merged file and exit status 1', async () => {
  const {exitCode, stdout} = await lint('build:\n  script: [make]\n  timeout: 1h\n')
  expect(stdout.split('\n').filter(line => line.includes('production'))).toMatchInlineSnapshot(`
    [
      "merged.yml:2: deploy deploys production and nobody has to let it pass. Let it need a job with when: manual and allow_failure: false. (production-has-a-gate)",
      "merged.yml:4: deploy is part of merge request pipelines and gets the variables of production. Keep it out of them, or use an environment whose credentials only read. (production-is-out-of-reach)",
      "merged.yml:4: deploy changes production while another pipeline may do so, too. Give it a resource_group. (deployments-take-turns)",
    ]
  `)
  expect(exitCode).toBe(1)
  expect(await readFile(join(directory, 'merged.yml'), 'utf8')).toMatch(/^---\ndeploy:[\s\S]*make/)
})

test('a pipeline GitLab refuses is told in its words', async () => {
  const {exitCode, stderr} = await lint('build: {}\n')
  expect([exitCode, stderr]).toMatchInlineSnapshot(`
    [
      1,
      "Error: GitLab refuses <project>/.gitlab-ci.yml:
      jobs config should contain at least one visible job
    Try this: "hive ci lint" without --merged tells the line of what it can see itself.
    Code: GITLAB_FAILED",
    ]
  `)
})
