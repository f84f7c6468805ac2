import type {Session} from '../../../../src/session.ts'
import {parseAuthorities} from '../../../../src/site/authority.ts'
import {localConnection} from '../../../../src/transport/local.ts'
import {freeCidr} from '../../../../test/support/names.ts'
import {makeService} from '../../../../test/support/service.ts'
import {makeSession} from '../../../../test/support/session.ts'
import {makeSite} from '../../../../test/support/site.ts'

/** What services of the stage run: an image of the registry that the upstream is. */
const image = 'registry.test/team/app:1'

interface StageWish {
  /** PEM of an authority the stage trusts besides. */
  readonly authority?: string | undefined
  /** Registry, as host:port, that has copies and speaks no TLS. */
  readonly mirror?: string | undefined
}

/** A session of a stage of one host with a service. */
export function stageSession(name: string, rootDirectory: string, {authority, mirror}: StageWish = {}): Session {
  const site = makeSite({
    name,
    rootDirectory,
    hosts: 1,
    ...(mirror !== undefined && {settings: {image_mirror: `http://${mirror}`}}),
    ...(authority !== undefined && {extraAuthorities: parseAuthorities(authority, 'test')}),
  })
  return makeSession(
    {...site, services: [makeService('clock', {image: {kind: 'pulled', tag: image}})]},
    localConnection(),
  )
}

/** The project of such a stage, for a hive of its own: with an image that is built, and a package in it. */
export function stageProject(name: string, cidr = freeCidr()): Readonly<Record<string, string>> {
  return {
    'inventory/hive.yml': `plugin: hive_inventory
name: ${name}
stages:
  private: {provider: docker, separate_repository: false, number_of_hosts: 1, cidr: ${cidr}}
`,
    'inventory/services.yml': `plugin: hive_services
services:
  clock: {image: "${image}", command: [sleep, infinity]}
  web: {image: {from: "${image}", roles: [greeting]}, command: [sleep, infinity]}
`,
    'roles/greeting/role.ts': `import {defineImageRole, packages} from '@hive-ci/cli'
export default defineImageRole({name: 'greeting', resources: () => [packages(['hello'])]})
`,
  }
}

/** Takes the layers of that image, and what describes it, out of what the cache holds; shell, in the cache's volume. */
export const forgetImage = `
find registry/registry.test -path '*/_layers/*/link' | while read -r link; do
  hex=$(cut -d: -f2 "$link")
  rm "registry/registry.test/docker/registry/v2/blobs/sha256/$(printf %.2s "$hex")/$hex/data"
done`

/** Shell on the host: what runs on the site, and every package of the host and of the images, with their versions. */
export const lookAtStage = `
dpkg-query --show
for name in clock web; do
  image=$(docker service inspect -f '{{.Spec.TaskTemplate.ContainerSpec.Image}}' $name)
  echo "$name runs $(docker ps -qf name=$name | wc -l) of \${image##*/}"
  docker run --rm --entrypoint dpkg-query "$image" --show
done`

/** What that tells, without the digests of images that were built: each build has other times of files in them. */
export function withoutBuilds(text: string): string {
  return text.replace(/(image_web:latest)@sha256:.*/, '$1')
}
