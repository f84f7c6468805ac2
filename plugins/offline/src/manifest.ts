import type {Container} from 'dockerode'
import {runInCache} from './run-in-cache.ts'

export const manifestFile = 'SHA256SUMS'

/** What is recorded; squid rewrites its index whenever it ends, and logs grow. */
const recorded = `find answers index store registry -type f ! -name 'swap.state*' ! -name scheduler-state.json -print0 | sort -z`

/** Writes the checksums of all that was recorded; returns of how many files. */
export async function writeManifest(container: Container): Promise<number> {
  const script = `${recorded} | xargs -0r sha256sum >${manifestFile}.new
mv ${manifestFile}.new ${manifestFile}
wc -l <${manifestFile}`
  return Number(await runInCache(container, script))
}

/** The files whose checksum is another one than at the time of freezing, or that are gone. */
export async function changedFiles(container: Container): Promise<readonly string[]> {
  const said = await runInCache(container, `sha256sum --check --quiet ${manifestFile} 2>/dev/null || :`)
  return said
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.replace(/: FAILED.*$/, ''))
}
