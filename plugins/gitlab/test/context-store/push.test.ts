import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type ContextStore, type Secret, secret} from '@hive-ci/cli'
import {generateIdentity} from 'age-encryption'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {pullContext} from '../../../../src/context-store/pull.ts'
import {type Alone, pushContext} from '../../../../src/context-store/push.ts'
import {temporaryDirectory} from '../../../../test/support/temporary-directory.ts'
import {createClient} from '../../src/api/client.ts'
import {gitlabStore} from '../../src/context-store/gitlab-store.ts'
import {type Fault, type GitlabServer, startGitlab} from '../support/gitlab-server.ts'

/** Nothing else works in these directories. */
const alone: Alone = work => work()
const patience = {tries: 2, pause: 1, timeout: 2000}
const name = 'hive-context-shop-staging'

let server: GitlabServer
let store: ContextStore
let keys: readonly Secret[]

beforeEach(async () => {
  server = await startGitlab()
  store = gitlabStore(createClient(await server.access(), patience), name)
  keys = [secret(await generateIdentity())]
})

afterEach(() => server.stop())

/** A context of its own with what is stored now. */
async function pulled(): Promise<string> {
  const directory = join(await temporaryDirectory('context'), 'staging')
  await mkdir(directory)
  await pullContext({store, directory, keys, alone, force: false})
  return directory
}

async function filesOf(directory: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(directory)).filter(file => !file.startsWith('.')).toSorted()
  return Object.fromEntries(
    await Promise.all(names.map(async file => [file, await readFile(join(directory, file), 'utf8')] as const)),
  )
}

const steps = [
  'GET packages',
  'GET packages/generic/hive-context-shop-staging/2.0.0',
  'PUT packages/generic/hive-context-shop-staging-bids',
  'PUT packages/generic/hive-context-shop-staging/',
  'DELETE packages',
]
const faults: readonly Fault['with'][] = [401, 403, 404, 409, 429, 503, 'drop', 'lose']

test.each(steps.flatMap(on => faults.map(fault => [on, fault] as const)))(
  'a push that meets %s: %s until it gives up is made good by the next one, and nothing of anybody is lost',
  async (on, fault) => {
    const [first, here, other] = [await pulled(), await pulled(), await pulled()]
    await writeFile(join(first, 'id_rsa'), 'key')
    await pushContext({store, directory: first, keys, alone})
    for (const directory of [here, other]) await pullContext({store, directory, keys, alone, force: false})
    await writeFile(join(other, 'theirs'), 'of another job')
    await pushContext({store, directory: other, keys, alone})
    await writeFile(join(here, 'mine'), 'of this job')

    server.faults = Array.from({length: patience.tries}, () => ({on, with: fault}))
    const outcome = await pushContext({store, directory: here, keys, alone}).catch(error => error.code)
    expect(server.faults.length).toBeLessThan(patience.tries)
    server.faults = []
    expect(outcome).toSatisfy(found => found === 'GITLAB_FAILED' || found.outcome === 'pushed')
    await pushContext({store, directory: here, keys, alone})

    const all = {id_rsa: 'key', mine: 'of this job', theirs: 'of another job'}
    expect(await filesOf(here)).toEqual(all)
    expect(await filesOf(await pulled())).toEqual(all)
    expect(await store.latest()).toBe(3)
  },
)
