import {HiveError} from '../error.ts'
import type {TemplateContext} from './context.ts'
import {Failure, UndefinedFailure} from './failure.ts'
import {Interpreter} from './run/interpreter.ts'
import {isTemplate} from './syntax/is-template.ts'
import {UndefinedVariable} from './undefined-variable.ts'
import {omit, outward} from './value/outward.ts'

export {Float, LazyMapping, type TemplateContext, Unsafe} from './context.ts'
export {UndefinedVariable} from './undefined-variable.ts'
export {omit} from './value/outward.ts'

/**
 * Evaluates the templates in a value as ansible-core 2.14 does (Jinja2, not native): in a text, and in the texts of
 * lists and mappings. A text without `{{`, `{%` and `{#` comes back as it is. A lone reference keeps its type, text
 * that reads as a list, mapping or boolean becomes one, everything else is text. A value that is `omit` comes back as
 * the symbol {@link omit}; entries of mappings and items of lists that are `omit` are left out (Ansible keeps the
 * latter as a placeholder text, which nobody wants).
 *
 * A float without a fraction comes back as {@link Float}.
 *
 * Throws `HiveError` TEMPLATE_FAILED with the template's text and the reason; its `cause` is {@link UndefinedVariable}
 * when something undefined was used.
 */
export function evaluate(value: unknown, context: TemplateContext): unknown {
  if (typeof value === 'string') return evaluateText(value, context)
  if (Array.isArray(value)) return value.map(item => evaluate(item, context)).filter(item => item !== omit)
  if (isPlainMapping(value)) return evaluateEntries(value, context)
  return value
}

function evaluateEntries(entries: Record<string, unknown>, context: TemplateContext): Record<string, unknown> {
  const evaluated = Object.entries(entries).map(([key, value]) => [key, evaluate(value, context)] as const)
  return Object.fromEntries(evaluated.filter(([, value]) => value !== omit))
}

function evaluateText(text: string, context: TemplateContext): unknown {
  if (!isTemplate(text)) return text
  try {
    return outward(new Interpreter(context).template(text))
  } catch (error) {
    if (error instanceof Failure) throw explain(error, text)
    // What JavaScript says of a stack that overflows and of texts and numbers beyond its limits.
    if (error instanceof RangeError)
      throw explain(new Failure('it is nested too deeply, or a result is too large'), text)
    throw error
  }
}

function explain(failure: Failure, text: string): HiveError {
  const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text
  const message = `The template ${JSON.stringify(shown)} cannot be evaluated: ${failure.message}.`
  if (!(failure instanceof UndefinedFailure)) return new HiveError('TEMPLATE_FAILED', message, {cause: failure})
  const {name, reason, candidates} = failure.missing
  return new HiveError('TEMPLATE_FAILED', message, {cause: new UndefinedVariable(name, reason, candidates)})
}

function isPlainMapping(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
