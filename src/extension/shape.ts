import type {ContextStoreDriver} from '../context-store.ts'
import type {Provider} from '../provider.ts'
import type {RoleSet} from '../role.ts'

const roleStages = ['host', 'repository', 'cluster', 'image']

/** Whether a hook's result can be used as a provider, as far as can be told without loading it. */
export function isProvider(value: unknown): value is Provider {
  if (!isRecord(value)) return false
  return typeof value.name === 'string' && isRecord(value.capabilities) && isRecord(value.stageRules)
}

/** Whether a hook's result can be used as a context store. */
export function isContextStoreDriver(value: unknown): value is ContextStoreDriver {
  return isRecord(value) && typeof value.name === 'string' && typeof value.open === 'function'
}

/** Whether a hook's result is a set of roles in which every role has a name and a kind. */
export function isRoleSet(value: unknown): value is RoleSet {
  if (!isRecord(value) || !Array.isArray(value.roles)) return false
  return typeof value.stage === 'string' && roleStages.includes(value.stage) && value.roles.every(isRole)
}

function isRole(value: unknown): boolean {
  return isRecord(value) && typeof value.name === 'string' && typeof value.kind === 'string'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
