import {HiveError} from '@hive-ci/cli'
import type {Cache} from './cache.ts'
import {urlOfRegistry} from './registry-url.ts'
import {runInCache} from './run-in-cache.ts'

/**
 * Lists blobs a recorded manifest names and the registry does not hold, as `registry repository digest`: an engine that has
 * a layer already does not ask for it. Manifests of several platforms name other manifests; those nobody pulled stay out.
 */
const missingBlobs = `
find registry -path '*/_manifests/revisions/sha256/*/link' | while read -r link; do
  repository=\${link%/_manifests/*}
  digest=$(cat "$link")
  root=\${link%%/repositories/*}
  data=$root/blobs/sha256/$(printf %.2s "\${digest#sha256:}")/\${digest#sha256:}/data
  [ -s "$data" ] || continue
  grep -q '"manifests"' "$data" && continue
  grep -o '"sha256:[0-9a-f]\\{64\\}"' "$data" | tr -d '"' | sort -u | while read -r blob; do
    [ -e "$repository/_layers/sha256/\${blob#sha256:}/link" ] && continue
    name=\${root#registry/}
    echo "\${name%%/*} \${repository#*/repositories/} $blob"
  done
done`

/** Through squid, as clients ask: that is how the registry for a name is found. */
const fetchBlob = `
curl -sS -f -o /dev/null --proxy http://127.0.0.1:3128 --cacert ca/cert.pem "$1/v2/$2/blobs/$3"`

/** Fetches what recorded images lack. Throws `HiveError` OFFLINE_FAILED, naming what cannot be had. */
export async function completeImages({container, settings}: Cache, signal: AbortSignal): Promise<void> {
  const failures: string[] = []
  for (const line of (await runInCache(container, missingBlobs)).split('\n')) {
    signal.throwIfAborted()
    const [registry, repository = '', blob = ''] = line.split(' ')
    if (!registry) continue
    await runInCache(container, fetchBlob, urlOfRegistry(registry, settings.registries), repository, blob).catch(() => {
      failures.push(`${registry}/${repository}@${blob}`)
    })
  }
  if (failures.length === 0) return
  throw new HiveError('OFFLINE_FAILED', `Parts of recorded images cannot be fetched: ${failures.join(', ')}.`, {
    suggestions: ['Check that the registry is reached and that its login is in hive_ext_repositories.'],
  })
}
