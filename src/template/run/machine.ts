import type {TemplateContext} from '../context.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import type {Value} from '../value/value.ts'

/** What filters, tests, lookups and statements may ask of the evaluation they are part of. */
export interface Machine {
  readonly context: TemplateContext
  /** The evaluated value of a variable, `Undefined` when it or something it needs does not exist. */
  variable(name: string): Value | undefined
  /** A function every template may call: `range`, `lookup` … */
  global(name: string): Value | undefined
  filter(name: string, input: Value, args: CallArguments): Value
  hasFilter(name: string): boolean
  test(name: string, input: Value, args: CallArguments): boolean
  hasTest(name: string): boolean
  /** Evaluates a text that may be a template. */
  template(text: string, options?: TemplateOptions): Value
  /** Evaluates the texts inside a caller's value. */
  templateValue(value: unknown): Value
}

export interface TemplateOptions {
  /** Variables that hide the caller's. */
  readonly variables?: ReadonlyMap<string, Value>
  /** Whether backslashes between `{{` and `}}` stand for themselves: in values, not in files. Default true. */
  readonly literalBackslashes?: boolean
  /** Whether a result that reads as a list, mapping or boolean becomes one. Default true. */
  readonly convert?: boolean
}
