import type {Container} from 'dockerode'
import {runInCache} from './run-in-cache.ts'

/** An image the cache's registries know by a tag. */
export interface CachedImage {
  /** `registry.example/team/app:1` */
  readonly name: string
  readonly digest: string
}

export interface Contents {
  readonly bytes: number
  readonly objects: number
  readonly images: readonly CachedImage[]
}

/** Objects are files of squid's store; tags are files the registries keep. */
const script = `
du -s -B1 store registry | awk '{sum += $1} END {print "bytes", sum}'
find store -type f ! -name 'swap.state*' | awk 'END {print "objects", NR}'
find registry -path '*/_manifests/tags/*/current/link' | while read -r file; do
  echo "image $file $(cat "$file")"
done`

/** Looks at the disk of the cache. */
export async function readContents(container: Container): Promise<Contents> {
  const rows = (await runInCache(container, script)).split('\n').map(line => line.split(' '))
  const number = (name: string) => Number(rows.find(([first]) => first === name)?.[1] ?? 0)
  const images = rows.flatMap(([kind, path = '', digest = '']) => (kind === 'image' ? [imageOf(path, digest)] : []))
  return {
    bytes: number('bytes'),
    objects: number('objects'),
    images: images.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

function imageOf(path: string, digest: string): CachedImage {
  const [, registry, repository, tag] =
    /^registry\/([^/]+)\/docker\/registry\/v2\/repositories\/(.+)\/_manifests\/tags\/([^/]+)\//.exec(path) ?? []
  return {name: `${registry}/${repository}:${tag}`, digest}
}
