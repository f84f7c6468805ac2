import type {VariableWish} from './wish-schema.ts'

type StageName = 'private' | 'staging' | 'production'

/** The key of contexts may also be in hive's own environment, as it is when they are pushed. */
export const contextKeyName = 'HIVE_CONTEXT_KEY'

/** The key of the context store, for this stage's jobs alone. */
export function contextKey(stage: StageName): VariableWish {
  return {
    key: contextKeyName,
    environment: stageScope(stage),
    type: 'env_var',
    masked: true,
    hidden: true,
    // Merge requests run on branches that nobody protects.
    protected: stage !== 'private',
    raw: true,
    description: '',
  }
}

/** The key by the names values of variables have: for the stage, and for where merge requests plan it. */
export function contextKeyValues(stage: StageName, key: string): ReadonlyMap<string, string> {
  const scopes = [stageScope(stage), `plan/${stage}`]
  return new Map(scopes.map(scope => [`${contextKeyName}@${scope}`, key]))
}

/** The environments the templates give jobs of a stage; those of merge requests are named after their branches. */
function stageScope(stage: StageName): string {
  return stage === 'private' ? 'test/*' : stage
}
