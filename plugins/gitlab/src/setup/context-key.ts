import {z} from 'zod'
import type {Settings} from './settings.ts'
import type {SetupFinding, SetupWish} from './step.ts'

const entries = z.array(
  z.object({key: z.string(), environment_scope: z.string(), masked: z.boolean(), protected: z.boolean()}),
)

const key = 'HIVE_CONTEXT_KEY'

/**
 * The key of the context store as a variable of this stage's jobs alone: masked, and for staging and production on
 * protected branches only. Its value is taken from our own environment and never compared: GitLab may hide it.
 */
export async function contextKeyFinding(settings: Settings, {stage, environment}: SetupWish): Promise<SetupFinding> {
  const wanted = {masked: true, protected: stage !== 'private'}
  const id = `variable:${key} (${stage})`
  const found = entries
    .parse(await settings.list('variables'))
    .find(entry => entry.key === key && entry.environment_scope === stage)
  const value = environment[key]?.trim()
  if (!found && !value)
    return {notice: `The variable ${key} of ${stage} is missing; set ${key} here to have it stored.`}
  if (!found) {
    const body = {key, value, ...wanted, masked_and_hidden: true, raw: true, environment_scope: stage}
    const details = ['value: ***', 'masked and hidden', ...(wanted.protected ? ['protected'] : [])]
    return {step: {change: {id, action: 'create', details}, apply: () => settings.write('POST', 'variables', body)}}
  }
  const details = (['masked', 'protected'] as const)
    .filter(name => found[name] !== wanted[name])
    .map(name => `${name}: ${found[name]} -> ${wanted[name]}`)
  if (details.length === 0) return undefined
  const path = `variables/${key}?filter%5Benvironment_scope%5D=${stage}`
  return {step: {change: {id, action: 'update', details}, apply: () => settings.write('PUT', path, wanted)}}
}
