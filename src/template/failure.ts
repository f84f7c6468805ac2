import type {Undefined} from './value/undefined.ts'

/** Why a template cannot be evaluated, before it is known which text it stood in. */
export class Failure extends Error {}

/** A failure that came from using something undefined: `default` and `is defined` may still rescue it. */
export class UndefinedFailure extends Failure {
  readonly missing: Undefined

  constructor(missing: Undefined) {
    super(missing.reason)
    this.missing = missing
  }
}

/** Ends the evaluation. `reason` is one clause without a full stop. */
export function fail(reason: string): never {
  throw new Failure(reason)
}
