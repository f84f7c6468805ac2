import {buildCatalog} from '../extension/build-catalog.ts'
import type {RunHook} from '../extension/collect.ts'
import {volumeNames} from '../project/volume-names.ts'
import type {Site} from '../site/site.ts'
import {variables} from '../variables/table.ts'
import type {NameKind} from './wanted.ts'

interface Sources {
  readonly site: () => Promise<Site>
  readonly runHook: RunHook
}

/** The names of a kind. Throws when the project cannot be read. */
export async function lookUp(kind: NameKind | undefined, sources: Sources): Promise<readonly string[]> {
  return kind === undefined ? [] : lookUps[kind](sources)
}

const lookUps: Readonly<Record<NameKind, (sources: Sources) => Promise<readonly string[]>>> = {
  hosts: async ({site}) => (await site()).hosts.map(host => host.name),
  services: async ({site}) => (await site()).services.map(service => service.name),
  volumes: async ({site}) => volumeNames(await site()),
  roles: async ({runHook}) => (await buildCatalog(runHook, new Map())).roles.map(role => role.name),
  variables: async () => variables.map(variable => variable.name),
}
