import {randomUUID} from 'node:crypto'
import {link, mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {isAbsolute, join} from 'node:path'
import type {ContextStore, ContextStoreDriver} from '../context-store.ts'
import {HiveError, reasonOf} from '../error.ts'

/** Keeps contexts in a directory, on a disk or a network file system that knows hard links. */
export const fileStore: ContextStoreDriver = {
  name: 'file',
  async open({address, site, stage, settings}) {
    if (address === '') throw noDirectory()
    const directory = isAbsolute(address) ? address : join(settings.root_dir, address)
    return storeIn(join(directory, `${site}-${stage}`))
  },
}

function storeIn(place: string): ContextStore {
  const fileOf = (version: number) => join(place, `${version}.age`)
  return {
    place,
    latest: () => attempt(place, async () => Math.max(0, ...(await names(place)).flatMap(versionOf))),
    read: version => attempt(place, () => readFile(fileOf(version))),
    write: (version, sealed) =>
      attempt(place, async () => {
        const draft = join(place, `.${randomUUID()}`)
        await mkdir(place, {recursive: true, mode: 0o700})
        try {
          await writeFile(draft, sealed, {mode: 0o600, flag: 'wx', flush: true})
          // A link is made once or not at all, whoever else tries.
          await link(draft, fileOf(version))
          return 'written'
        } catch (error) {
          if (codeOf(error) === 'EEXIST') return 'taken'
          throw error
        } finally {
          await rm(draft, {force: true})
        }
      }),
  }
}

async function names(place: string): Promise<readonly string[]> {
  return readdir(place).catch(error => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
}

function versionOf(name: string): readonly number[] {
  const [, number] = /^(\d+)\.age$/.exec(name) ?? []
  return number === undefined ? [] : [Number(number)]
}

async function attempt<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new HiveError('CONTEXT_INVALID', `The context store ${place} cannot be used: ${reasonOf(error)}.`, {
      cause: error,
      suggestions: ['Check that the directory is there and that the user who runs hive may write to it.'],
    })
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function noDirectory(): HiveError {
  return new HiveError('CONTEXT_INVALID', 'The variable context_store is "file:" and names no directory.', {
    suggestions: ['Set it, for example, with "hive set context_store file:/srv/hive-contexts".'],
  })
}
