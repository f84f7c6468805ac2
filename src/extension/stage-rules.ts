import type {Provider, StageRules} from '../provider.ts'

/** What each provider says about stages, by its name. */
export function stageRulesOf(providers: ReadonlyMap<string, Provider>): ReadonlyMap<string, StageRules> {
  return new Map([...providers].map(([name, {stageRules}]) => [name, stageRules]))
}
