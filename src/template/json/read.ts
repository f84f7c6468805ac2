import {Float} from '../context.ts'
import {fail} from '../failure.ts'
import {inward} from '../value/inward.ts'
import type {Value} from '../value/value.ts'

/** Reads JSON; integers and floats stay apart. Throws `Failure` where it is none. */
export function readJson(text: string): Value {
  try {
    return inward(JSON.parse(text, reviveNumber))
  } catch (error) {
    // The rest of the message quotes the text, which may be a secret.
    const [position = ''] = /at position \d+/.exec(error instanceof Error ? error.message : '') ?? []
    return fail(`the text is no JSON${position === '' ? '' : `: something is wrong ${position}`}`)
  }
}

function reviveNumber(_key: string, value: unknown, context?: {readonly source?: string}): unknown {
  if (typeof value !== 'number') return value
  const source = context?.source ?? String(value)
  return /^-?\d+$/.test(source) ? BigInt(source) : new Float(value)
}
