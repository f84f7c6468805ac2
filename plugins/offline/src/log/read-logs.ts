import {createInterface} from 'node:readline'
import type {Container} from 'dockerode'
import {startInCache} from '../run-in-cache.ts'
import type {CachedRegistry} from '../settings.ts'
import {type Miss, readMisses} from './misses.ts'
import {type Recording, readRecording} from './recording.ts'
import {readStored} from './stored.ts'

/** What was recorded so far. Reads the logs as streams: they grow with every build. */
export async function readRecordingOf(container: Container, registries: readonly CachedRegistry[]): Promise<Recording> {
  const stored = await readStored(linesOf(container, 'log/stored.log'))
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
