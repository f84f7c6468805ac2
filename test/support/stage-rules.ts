import {readdir} from 'node:fs/promises'
import type {Provider, StageRules} from '../../src/provider.ts'

/** What the providers of this repository say about stages, by their names. */
export async function stageRulesOfPlugins(): Promise<ReadonlyMap<string, StageRules>> {
  const plugins = new URL('../../plugins/', import.meta.url)
  const names = (await readdir(plugins)).filter(name => name.startsWith('provider-'))
  const providers = names.map(async (name): Promise<Provider> => {
    const {default: hook} = await import(new URL(`${name}/src/index.ts`, plugins).href)
    return hook()
  })
  return new Map((await Promise.all(providers)).map(({name, stageRules}) => [name, stageRules]))
}
