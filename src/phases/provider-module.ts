import {HiveError} from '../error.ts'
import type {Capabilities, ProviderModule, ProviderRequest} from '../provider.ts'
import type {Session} from '../session.ts'

/** The stage's provider, ready to be used. */
export interface StageProvider {
  readonly module: ProviderModule
  readonly capabilities: Capabilities
  readonly request: ProviderRequest
}

/** Loads the provider of the stage. Throws `HiveError` PROVIDER_UNAVAILABLE when it is unknown or cannot build. */
export async function stageProvider({site, extensions, report, signal}: Session): Promise<StageProvider> {
  const provider = extensions.providers.get(site.provider)
  const module = await provider?.load?.()
  if (provider && module) {
    const progress = (text: string) => report({type: 'progress', target: provider.name, text})
    return {module, capabilities: provider.capabilities, request: {site, signal, progress}}
  }
  const able = [...extensions.providers.values()].filter(({load}) => load !== undefined).map(({name}) => name)
  throw new HiveError(
    'PROVIDER_UNAVAILABLE',
    `Stage ${site.stage} wants provider ${site.provider}, which this version of hive cannot build hosts with; ` +
      `it can with: ${able.join(', ') || 'none'}.`,
    {suggestions: [`Choose another provider for stage ${site.stage} in hive.yml.`]},
  )
}

/** Refuses what the provider cannot do with its machines. */
export function requireAbility(session: Session, able: boolean, what: string): void {
  if (able) return
  throw new HiveError('PROVIDER_UNAVAILABLE', `Provider ${session.site.provider} cannot ${what} machines.`, {
    suggestions: [`They are not hive's own: ${what} them by your own means.`],
  })
}
