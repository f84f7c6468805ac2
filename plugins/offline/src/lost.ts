import type {Container} from 'dockerode'
import type {Cache} from './cache.ts'
import {writeCacheFiles} from './cache-files.ts'
import {readRecordingOf} from './log/read-logs.ts'
import {changedFiles} from './manifest.ts'
import {urlOfRegistry} from './registry-url.ts'
import {runInCache} from './run-in-cache.ts'
import type {CachedRegistry} from './settings.ts'

/** Something that was recorded and is not there any more, or not as it was. */
export interface Lost {
  readonly method: 'GET'
  /** A file of the volume where no URL is known for it. */
  readonly url: string
}

/** Manifests and blobs of all recorded images, as `registry repository manifests|blobs digest`. */
const recordedBlobs = `
find registry -path '*/_manifests/revisions/sha256/*/link' -o -path '*/_layers/sha256/*/link' | while read -r link; do
  root=\${link%%/docker/registry/*}
  path=\${link#*/repositories/}
  case $path in
    */_manifests/*) echo "\${root#registry/} \${path%/_manifests/*} manifests $(cat "$link")" ;;
    *) echo "\${root#registry/} \${path%/_layers/*} blobs $(cat "$link")" ;;
  esac
done`

/** A registry refuses manifests in a format that is not asked for. */
const formats = [
  'oci.image.manifest.v1',
  'oci.image.index.v1',
  'docker.distribution.manifest.v2',
  'docker.distribution.manifest.list.v2',
]
const accepted = [...formats.map(format => `application/vnd.${format}+json`), '*/*'].join(', ')

/** Through squid, as clients ask; of any number, some at the same time. */
const ask = `
curl -sS --parallel --parallel-max 16 --head --globoff --path-as-is --header 'Accept: ${accepted}' \\
  --proxy http://127.0.0.1:3128 --cacert ca/cert.pem --write-out '%{http_code} %{url}\\n' \\
  --config asked 2>/dev/null || :
rm asked`

/**
 * Everything a frozen cache was frozen with and cannot give: by the checksums, and by asking it for all that was answered
 * and for each part of each image. Answers that depend on who asks are known by their checksum only.
 */
export async function findLost({container, settings}: Cache, signal: AbortSignal): Promise<readonly Lost[]> {
  const [recording, blobs, changed] = await Promise.all([
    readRecordingOf(container, settings.registries),
    readBlobs(container, settings.registries),
    changedFiles(container),
  ])
  signal.throwIfAborted()
  const refused = await askFor(container, [...recording.kept, ...blobs.map(({url}) => url)])
  const urls = changed.map(file => recording.files.get(file) ?? blobs.find(blob => blob.file === file)?.url ?? file)
  return [...new Set([...urls, ...refused])].map(url => ({method: 'GET', url}))
}

interface RecordedBlob {
  readonly url: string
  readonly file: string
}

/** Each is asked for as engines ask: a plain registry may be named by its address, for which squid has no certificate. */
async function readBlobs(
  container: Container,
  registries: readonly CachedRegistry[],
): Promise<readonly RecordedBlob[]> {
  const lines = (await runInCache(container, recordedBlobs)).split('\n').filter(line => line !== '')
  return lines.map(line => {
    const [registry = '', repository, kind, digest = ''] = line.split(' ')
    const hex = digest.replace('sha256:', '')
    return {
      url: `${urlOfRegistry(registry, registries)}/v2/${repository}/${kind}/${digest}`,
      file: `registry/${registry}/docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`,
    }
  })
}

/** Those of the URLs the cache does not answer. */
async function askFor(container: Container, urls: readonly string[]): Promise<readonly string[]> {
  if (urls.length === 0) return []
  const content = urls.map(url => `url = "${url.replaceAll(/["\\]/g, '\\$&')}"\noutput = /dev/null\n`).join('')
  await writeCacheFiles(container, [{path: 'asked', content}])
  const answers = (await runInCache(container, ask)).split('\n').filter(line => line !== '')
  return answers.filter(line => !line.startsWith('200 ')).map(line => line.slice(line.indexOf(' ') + 1))
}
