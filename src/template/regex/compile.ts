import {fail} from '../failure.ts'
import {type RegexFlags, splitFlags} from './flags.ts'
import {Translator} from './translator.ts'

/**
 * A Python regular expression as a JavaScript one with the flag `g` or, anchored at the start, `y`. Throws for what
 * JavaScript has no equivalent of.
 */
export function compilePattern(source: string, given: RegexFlags = {}, mode: 'g' | 'y' = 'g'): RegExp {
  const {pattern, flags} = splitFlags(source, given)
  const translated = new Translator(pattern, flags).translate()
  try {
    return new RegExp(translated, `${mode}u${flags.ignoresCase ? 'i' : ''}`)
  } catch (error) {
    return fail(`'${source}' is not a valid regular expression (${error instanceof Error ? error.message : error})`)
  }
}
