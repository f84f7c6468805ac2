import {stat} from 'node:fs/promises'
import {HiveError, type Session} from '@hive-ci/cli'
import {writeArchive} from './archive/archive-writer.ts'
import {type ArchiveHeader, headerName} from './archive/header.ts'
import {requireCache} from './cache.ts'
import {dataDirectory} from './cache-files.ts'
import {changedFiles, manifestFile} from './manifest.ts'
import {settingsFile} from './settings.ts'

/** The `--json` result of `hive offline export`. */
export interface ExportReport {
  readonly file: string
  readonly bytes: number
}

/** What travels; the settings last, so that half of an import is no cache. Keys and passwords stay where they are. */
const parts = ['answers', 'index', 'log', 'store', 'registry', manifestFile, settingsFile]

/**
 * Writes the frozen cache of the stage, the image it runs from included, as one file. Throws `HiveError` OFFLINE_FAILED
 * for a cache that records or whose files are not what was frozen.
 */
export async function exportCache(session: Session, file: string): Promise<ExportReport> {
  const {site, signal, report} = session
  const {container, docker, settings} = await requireCache(session)
  if (settings.mode === 'recording' || settings.frozenAt === undefined) throw stillRecording()
  const say = (text: string) => report({type: 'progress', target: site.mother.name, text})
  say('compares checksums of what was frozen')
  const changed = await changedFiles(container)
  if (changed.length > 0) throw damaged(changed)
  const {Config} = await container.inspect()
  const header: ArchiveHeader = {
    format: 1,
    site: site.name,
    stage: site.stage,
    image: Config.Image,
    frozenAt: settings.frozenAt,
  }
  say(`writes ${file}`)
  await writeArchive(file, signal, async writer => {
    writer.text(headerName, `${JSON.stringify(header, undefined, 2)}\n`)
    await writer.tar('image', await docker.getImage(Config.Image).get())
    for (const part of parts) {
      await writer.tar('data', await container.getArchive({path: `${dataDirectory}/${part}`}), isLiveIndex)
    }
  })
  return {file, bytes: (await stat(file)).size}
}

/** squid writes to it while it is read; `index` is what it was when the cache was frozen. */
function isLiveIndex(name: string): boolean {
  return name.startsWith('store/swap.state')
}

function stillRecording(): HiveError {
  return new HiveError('OFFLINE_FAILED', 'The offline cache still records, so it has nothing to be carried away yet.', {
    suggestions: ['Freeze it first: hive offline freeze'],
  })
}

function damaged(files: readonly string[]): HiveError {
  const some = files.slice(0, 5).join(', ')
  return new HiveError(
    'OFFLINE_FAILED',
    `${files.length} files of the offline cache are not what was frozen: ${some}. Nothing was written.`,
    {suggestions: ['Record again what is gone: hive offline thaw, hive offline record, hive offline freeze.']},
  )
}
