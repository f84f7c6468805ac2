import {env} from './env.ts'
import type {Lookup} from './lookup.ts'

/** Every lookup by its name. */
export const lookups: Readonly<Record<string, Lookup>> = {
  env,
}
