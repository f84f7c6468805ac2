import {fail} from '../failure.ts'
import {runLookup} from '../lookups/run.ts'
import {entriesOf} from '../methods/mapping.ts'
import {Arguments} from '../run/arguments.ts'
import type {Machine} from '../run/machine.ts'
import {Callable} from '../value/callable.ts'
import {Dict} from '../value/dict.ts'
import {Range} from '../value/range.ts'
import {asText} from '../value/text.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'
import {Cycler} from './cycler.ts'
import {Joiner} from './joiner.ts'
import {Namespace} from './namespace.ts'
import {now} from './now.ts'

type Global = (args: Arguments, machine: Machine) => Value

const globals: Readonly<Record<string, readonly [parameters: string, run: Global]>> = {
  range: ['start stop? step?', range],
  dict: ['entries? **named', dict],
  namespace: ['entries? **named', args => new Namespace(textEntries(dict(args)))],
  cycler: ['*items', args => new Cycler(args.rest)],
  joiner: ['sep?', args => new Joiner(args.text('sep', ', '))],
  lookup: ['name *terms **options', (args, machine) => runLookup(args, machine, false)],
  query: ['name *terms **options', (args, machine) => runLookup(args, machine, true)],
  q: ['name *terms **options', (args, machine) => runLookup(args, machine, true)],
  now: ['utc? fmt?', args => now(args.flag('utc'), args.text('fmt', ''))],
  undef: ['hint?', args => undef(args.optional('hint'))],
  lipsum: ['n? html? min? max?', () => fail('lipsum() is not supported')],
}

/** A function that every template may call; undefined when there is none of that name. */
export function globalNamed(name: string, machine: Machine): Value | undefined {
  const entry = Object.hasOwn(globals, name) ? globals[name] : undefined
  if (!entry) return undefined
  const [parameters, run] = entry
  return new Callable(name, call => run(new Arguments(`${name}()`, parameters.split(' '), call), machine))
}

function range(args: Arguments): Range {
  const start = BigInt(args.integer('start'))
  const step = BigInt(args.integer('step', 1))
  return args.has('stop') ? new Range(start, BigInt(args.integer('stop')), step) : new Range(0n, start, step)
}

function dict(args: Arguments): Dict {
  const entries = args.optional('entries')
  return new Dict([...(entries === undefined ? [] : entriesOf(entries)), ...args.named])
}

function textEntries(entries: Dict): [string, Value][] {
  return entries.entries().map(([key, value]) => [asText(key) ?? fail('the members of a namespace need names'), value])
}

function undef(hint: Value | undefined): Undefined {
  const reason = asText(hint) ?? ''
  return new Undefined('…', reason === '' ? 'a mandatory variable has not been overridden' : reason)
}
