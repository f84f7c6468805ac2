import {setTimeout as sleep} from 'node:timers/promises'
import {accepting, HiveError, type Session} from '@hive-ci/cli'
import type {Container} from 'dockerode'
import {readCacheFile} from './cache-files.ts'
import {runInCache} from './run-in-cache.ts'
import type {CacheSettings} from './settings.ts'

const patience = 120_000
/** What a registry gets that cannot start while the one it stands for is out of reach. */
const registryPatience = 15_000

/**
 * Starts the cache unless it runs, and waits until it answers and knows all it holds. While it records, a registry that
 * stays silent is a warning. Throws `HiveError` OFFLINE_FAILED.
 */
export async function startCache(session: Session, container: Container, settings: CacheSettings): Promise<void> {
  await accepting([304], container.start())
  if (!(await becomesSo(session, container, patience, () => squidAnswers(container)))) {
    throw failure(`did not answer within ${patience / 1000} seconds`, container)
  }
  let silent: readonly string[] = []
  const isFrozen = settings.mode === 'frozen'
  await becomesSo(session, container, isFrozen ? patience : registryPatience, async () => {
    silent = await silentRegistries(container, settings)
    return silent.length === 0
  })
  for (const name of silent) {
    const words = await lastWords(container, name)
    if (isFrozen) throw failure(`cannot give the images of ${name}, whose registry does not start: ${words}`, container)
    const text = `The registry ${name} does not answer the offline cache, so its images are not recorded yet: ${words}`
    session.report({type: 'warning', text})
  }
}

/** Whether it is so within some milliseconds. */
async function becomesSo(
  {signal}: Session,
  container: Container,
  limit: number,
  isSo: () => Promise<boolean>,
): Promise<boolean> {
  const deadline = Date.now() + limit
  while (!(await isSo())) {
    signal.throwIfAborted()
    await checkAlive(container)
    if (Date.now() > deadline) return false
    await sleep(200)
  }
  return true
}

async function squidAnswers(container: Container): Promise<boolean> {
  const said = await ask(
    container,
    'grep -q "Finished rebuilding" log/squid.log && curl -s -o /dev/null http://127.0.0.1:3128/squid-internal-mgr/menu && echo ready || :',
  )
  return said.trim() === 'ready'
}

async function silentRegistries(container: Container, {registries}: CacheSettings): Promise<readonly string[]> {
  const script = 'for port; do curl -s -k -m 5 -o /dev/null "https://127.0.0.1:$port/v2/" && echo "$port"; done || :'
  const answering = (await ask(container, script, ...registries.map(({port}) => String(port)))).split('\n')
  return registries.filter(({port}) => !answering.includes(String(port))).map(({name}) => name)
}

/** It may end between two questions, which the next look tells. */
async function ask(container: Container, script: string, ...words: readonly string[]): Promise<string> {
  const {State} = await container.inspect()
  if (!State.Running || State.Restarting) return ''
  return runInCache(container, script, ...words).catch(() => '')
}

/** The engine starts it again and again when it ends; what ended it is in squid's log. */
async function checkAlive(container: Container): Promise<void> {
  const {State, RestartCount} = await container.inspect()
  if (RestartCount < 3 && (State.Running || !State.ExitCode)) return
  const log = (await readCacheFile(container, 'log/squid.log')) ?? ''
  const reason = /FATAL: .*/.exec(log)?.[0] ?? `exit status ${State.ExitCode}`
  throw failure(`ends whenever it is started (${reason})`, container)
}

async function lastWords(container: Container, registry: string): Promise<string> {
  const log = (await readCacheFile(container, `log/${registry}.log`)) ?? ''
  return [...log.matchAll(/^panic: (.*)$/gm)].at(-1)?.[1] ?? 'it says nothing'
}

function failure(what: string, {id}: Container): HiveError {
  return new HiveError('OFFLINE_FAILED', `The offline cache ${what}.`, {
    suggestions: [`Look inside with "docker logs ${id.slice(0, 32)}", then run the same command again.`],
  })
}
