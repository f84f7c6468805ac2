import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {startDockerMode} from './docker-mode.ts'
import {hiveItself} from './hive-itself.ts'
import {variableOptions} from './project.ts'

test('a change of hive raises the example site with the images and templates of that change', async () => {
  const mode = await startDockerMode()
  onTestFinished(() => mode.stop())
  await mode.publish({
    'library/debian:12': 'hive-base:bookworm',
    'library/debian:bookworm-slim': 'hive-base:bookworm',
  })
  // As somebody does whose runners have no way to the public registry: `hive set registry_mirror`, kept with the project.
  const project = await hiveItself({
    'examples/quickstart/.hive/persistents.yml': JSON.stringify({registry_mirror: {private: mode.mirror}}),
    '.gitignore': '/examples/quickstart/.hive/*/\n/hive-test/\n/.gitlab-ci-local/\n',
  })
  const run = await project.run([
    ...mode.options(false),
    ...variableOptions({
      CI_COMMIT_REF_NAME: 'feature',
      CI_COMMIT_REF_PROTECTED: 'false',
      CI_MERGE_REQUEST_IID: '7',
      CI_PIPELINE_SOURCE: 'merge_request_event',
      HIVE_DIND_REGISTRY_MIRRORS: mode.mirror,
      HIVE_DIND_DNS: await nameServers(),
    }),
    'quickstart:test',
  ])
  expect(run.exitCode, run.all).toBe(0)
  const results = await readFile(join(project.directory, 'hive-test/junit.xml'), 'utf8')
  expect(results).toContain('failures="0"')
  expect(results).toContain('Service web answers on port 8080/tcp')
}, 1_800_000)

/** Those of this machine: on a network of a job an engine sees only its own, and takes public ones in their place. */
async function nameServers(): Promise<string> {
  const found = (await readFile('/etc/resolv.conf', 'utf8')).matchAll(/^nameserver\s+(\S+)/gm)
  return [...found].map(([, address = '']) => address).join(' ')
}
