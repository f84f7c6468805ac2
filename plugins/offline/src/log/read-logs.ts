import {createInterface} from 'node:readline'
import type {Container} from 'dockerode'
import {startInCache} from '../run-in-cache.ts'
import type {CachedRegistry} from '../settings.ts'
import {type Miss, readMisses} from './misses.ts'
import {type Recording, readRecording} from './recording.ts'

/** What was recorded so far. Reads the logs as streams: they grow with every build. */
export async function readRecordingOf(container: Container, registries: readonly CachedRegistry[]): Promise<Recording> {
  const stored = new Set<string>()
  // time, action, directory, file, key, status, three dates, type, sizes, method, URL
  for await (const line of linesOf(container, 'log/stored.log')) {
    const words = line.trim().split(/\s+/)
    if (words[1] === 'SWAPOUT') stored.add(words.at(-1) ?? '')
  }
  return readRecording({registries, requests: linesOf(container, 'log/recorded.log'), stored})
}

/** What was asked for in vain since the cache was frozen, or since a time in milliseconds since 1970. */
export function readMissesOf(
  container: Container,
  registries: readonly CachedRegistry[],
  since = 0,
): Promise<readonly Miss[]> {
  return readMisses(registries, linesOf(container, 'log/replayed.log'), since)
}

async function* linesOf(container: Container, file: string): AsyncGenerator<string> {
  const {output, ended} = await startInCache(container, '[ ! -e "$1" ] || cat "$1"', [file])
  yield* createInterface({input: output, crlfDelay: Number.POSITIVE_INFINITY})
  await ended
}
