import {Failure, fail, UndefinedFailure} from '../failure.ts'
import {Arguments} from '../run/arguments.ts'
import type {Machine} from '../run/machine.ts'
import {Dict} from '../value/dict.ts'
import {NativeText} from '../value/marked-text.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {Undefined} from '../value/undefined.ts'
import {refuseUndefined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import type {Lookup} from './lookup.ts'
import {lookups} from './table.ts'

/** Runs `lookup(name, …)` or `query(name, …)`. Templates in the terms are evaluated first. */
export function runLookup(args: Arguments, machine: Machine, isQuery: boolean): Value {
  const name = args.text('name').replace(/^ansible\.(builtin|legacy)\./, '')
  const lookup = Object.hasOwn(lookups, name) ? lookups[name] : undefined
  if (!lookup)
    return fail(`the lookup '${name}' is not supported; supported are ${Object.keys(lookups).sort().join(', ')}`)
  const {wantlist = isQuery, errors = 'strict', ...named} = Object.fromEntries(args.named)
  const values = attempt(lookup, {name, terms: args.rest, named, errors: asText(errors) ?? 'strict'}, machine)
  const isList = isQuery || wantlist === true
  return values === undefined ? (isList ? [] : none) : isList ? values : joined(values)
}

interface Request {
  readonly name: string
  readonly terms: readonly Value[]
  readonly named: Readonly<Record<string, Value>>
  /** `strict` fails, `ignore` and `warn` make a failing lookup give nothing. */
  readonly errors: string
}

function attempt(lookup: Lookup, {name, terms, named, errors}: Request, machine: Machine): Value[] | undefined {
  const call = {positional: [], named: new Map(Object.entries(named))}
  try {
    const options = new Arguments(`lookup '${name}'`, lookup.options, call)
    return lookup.run(
      terms.map(term => evaluated(term, machine)),
      options,
      machine,
    )
  } catch (error) {
    if (error instanceof UndefinedFailure || !(error instanceof Failure)) throw error
    if (errors === 'ignore' || errors === 'warn') return undefined
    throw new Failure(`lookup '${name}': ${error.message}`, {cause: error})
  }
}

function evaluated(term: Value, machine: Machine): Value {
  if (term instanceof Undefined) return refuseUndefined(term)
  if (typeof term === 'string') return machine.template(term)
  if (Array.isArray(term)) return term.map(item => evaluated(item, machine))
  if (!(term instanceof Dict)) return term
  return new Dict(term.entries().map(([key, value]) => [key, evaluated(value, machine)] as const))
}

/** Texts are joined with commas; a single other value stays itself, several stay a list. */
function joined(values: Value[]): Value {
  const texts = values.map(asText)
  if (texts.every(text => text !== undefined)) {
    const text = texts.join(',')
    return values[0] instanceof NativeText ? new NativeText(text) : text
  }
  const [only] = values
  return values.length === 1 && only !== undefined ? only : values
}
