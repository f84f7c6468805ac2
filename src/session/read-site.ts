import {collectProviders, type RunHook} from '../extension/collect.ts'
import {stageRulesOf} from '../extension/stage-rules.ts'
import type {Provider} from '../provider.ts'
import {ciNames} from '../proxy/exceptions/ci-names.ts'
import {parseNoProxy} from '../proxy/exceptions/given.ts'
import {type LoadedSite, loadSite} from '../site/load-site.ts'
import type {Settings} from '../variables/settings.ts'

export interface SiteRequest {
  readonly settings: Settings
  readonly runHook: RunHook
  /** What `lookup('env', ...)` sees; the variables of a CI job are among them. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export type ReadSite = LoadedSite & {readonly providers: ReadonlyMap<string, Provider>}

/** Reads and checks the project for the active stage, every stage by the rules of its provider. */
export async function readSite({settings, runHook, environment}: SiteRequest): Promise<ReadSite> {
  const providers = await collectProviders(runHook)
  const noProxy = parseNoProxy(settings.no_proxy ?? '')
  const jobNames = ciNames(environment)
  const loaded = await loadSite({settings, stageRules: stageRulesOf(providers), environment, noProxy, jobNames})
  return {...loaded, providers}
}
