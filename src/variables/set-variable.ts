import {HiveError} from '../error.ts'
import {castVariable} from './cast.ts'
import {findVariable} from './find.ts'
import {updatePersistents, withValue} from './persistents.ts'
import {withoutPassword} from './without-password.ts'

export interface SetVariableRequest {
  readonly rootDirectory: string
  /** The active stage: where a stage-scoped variable is stored. */
  readonly stage: string
  readonly name: string
  readonly value: string
}

export interface StoredVariable {
  readonly name: string
  /** As may be shown: secrets and passwords in URLs are masked. */
  readonly shown: string
  /** `global` or the stage. */
  readonly key: string
}

/**
 * Checks a value and stores it in `.hive/persistents.yml` (`hive set`).
 * @throws HiveError VARIABLE_INVALID for an unknown name, a value that is not accepted, a variable that is never stored.
 */
export async function setVariable({rootDirectory, stage, name, value}: SetVariableRequest): Promise<StoredVariable> {
  const variable = findVariable(name)
  const cast = castVariable(variable, value)
  if (variable.scope === 'none') {
    throw new HiveError('VARIABLE_INVALID', `Variable ${name} is decided for each run and can not be stored.`)
  }
  const key = variable.scope === 'global' ? 'global' : stage
  await updatePersistents(rootDirectory, persistents => withValue(persistents, name, key, cast))
  return {
    name,
    key,
    shown: variable.secret ? '***' : withoutPassword(typeof cast === 'string' ? cast : JSON.stringify(cast)),
  }
}

/** Remembers the phase `hive all` starts with next time, for one stage. */
export async function storeStartPhase({rootDirectory, stage, phase}: StartPhaseRequest): Promise<void> {
  await setVariable({rootDirectory, stage, name: 'start_phase', value: phase})
}

export interface StartPhaseRequest {
  readonly rootDirectory: string
  readonly stage: string
  readonly phase: string
}
