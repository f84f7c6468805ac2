import {Float, type TemplateContext} from '../context.ts'
import {Failure, fail, UndefinedFailure} from '../failure.ts'
import {filters} from '../filters/table.ts'
import {globalNamed} from '../globals/table.ts'
import {isTemplate} from '../syntax/is-template.ts'
import {parseTemplate} from '../syntax/parse-template.ts'
import {tests} from '../tests/table.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import {inward} from '../value/inward.ts'
import {NativeText} from '../value/marked-text.ts'
import {omitPlaceholder} from '../value/outward.ts'
import {asText} from '../value/text.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'
import {callRoutine, findRoutine, hasRoutine} from './call-routine.ts'
import type {Machine, TemplateOptions} from './machine.ts'
import {unrolled} from './output.ts'
import {render} from './render.ts'
import {Scope} from './scope.ts'

/** One evaluation: knows which variables are being evaluated at the moment, so that loops are found. */
export class Interpreter implements Machine {
  readonly context: TemplateContext
  readonly #hiding: ReadonlyMap<string, Value>
  readonly #evaluating: string[]

  constructor(context: TemplateContext, hiding: ReadonlyMap<string, Value> = new Map(), evaluating: string[] = []) {
    this.context = context
    this.#hiding = hiding
    this.#evaluating = evaluating
  }

  template(text: string, options: TemplateOptions = {}): Value {
    const {variables} = options
    if (!isTemplate(text)) return text
    if (!variables) return this.#loneReference(text) ?? this.#run(text, options)
    return new Interpreter(this.context, new Map([...this.#hiding, ...variables]), this.#evaluating).#run(text, options)
  }

  templateValue(value: unknown): Value {
    return inward(value, text => this.template(text))
  }

  variable(name: string): Value | undefined {
    const hiding = this.#hiding.get(name)
    if (hiding !== undefined) return hiding
    if (name === 'omit') return omitPlaceholder
    const answer = this.context.lookup(name)
    return answer.found ? this.#evaluateVariable(name, answer.value) : undefined
  }

  global(name: string): Value | undefined {
    return globalNamed(name, this)
  }

  filter(name: string, input: Value, args: CallArguments): Value {
    return unrolled(callRoutine(findRoutine(filters, name, 'filter'), {name, input, args, machine: this}))
  }

  hasFilter(name: string): boolean {
    return hasRoutine(filters, name)
  }

  test(name: string, input: Value, args: CallArguments): boolean {
    return callRoutine(findRoutine(tests, name, 'test'), {name, input, args, machine: this})
  }

  hasTest(name: string): boolean {
    return hasRoutine(tests, name)
  }

  /** Ansible hands over a number, a bool or None as it is when the template is nothing but its name. */
  #loneReference(text: string): Value | undefined {
    const name = /^\{\{\s*(\w+)\s*\}\}\n?$/.exec(text)?.[1]
    if (name === undefined || this.#hiding.has(name)) return undefined
    const answer = this.context.lookup(name)
    if (!answer.found || typeof answer.value === 'string') return undefined
    const value = answer.value ?? null
    const isPlain = value === null || typeof value !== 'object' || value instanceof Float
    return isPlain ? inward(value) : undefined
  }

  #run(text: string, {literalBackslashes = true, convert = true}: TemplateOptions): Value {
    const {body, ...names} = parseTemplate(text, {literalBackslashes})
    for (const name of names.filters) findRoutine(filters, name, 'filter')
    for (const name of names.tests) findRoutine(tests, name, 'test')
    const result = render(body, new Scope(this, body.reads, convert))
    return withNewlinesOf(text, result)
  }

  #evaluateVariable(name: string, raw: unknown): Value {
    if (this.#evaluating.includes(name)) return fail(`the variables refer to each other in a loop: ${this.#loop(name)}`)
    this.#evaluating.push(name)
    try {
      return this.templateValue(raw)
    } catch (error) {
      return explain(name, error)
    } finally {
      this.#evaluating.pop()
    }
  }

  #loop(name: string): string {
    return [...this.#evaluating.slice(this.#evaluating.indexOf(name)), name].join(' → ')
  }
}

/** A variable that needs something undefined is itself undefined; any other failure is passed on with its name. */
function explain(name: string, error: unknown): Undefined {
  if (!(error instanceof UndefinedFailure)) {
    throw error instanceof Failure ? new Failure(`variable '${name}': ${error.message}`, {cause: error}) : error
  }
  const {missing} = error
  return new Undefined(missing.name, `variable '${name}': ${missing.reason}`, missing.candidates)
}

/** The newlines at the end of a template are kept, although Jinja2 drops one. */
function withNewlinesOf(source: string, result: Value): Value {
  const text = asText(result)
  if (text === undefined) return result
  const missing = trailingNewlines(source) - trailingNewlines(text)
  if (missing > 0) return text + '\n'.repeat(missing)
  return result instanceof NativeText ? result : text
}

function trailingNewlines(text: string): number {
  return /\n*$/.exec(text)?.[0].length ?? 0
}
