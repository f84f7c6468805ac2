import {styleText} from 'node:util'
import type {Output} from './reporter.ts'

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export type Paint = (colour: Colour, text: string) => string

/** Colours text where `output` and the environment (NO_COLOR, FORCE_COLOR) want colour. */
export function painter(output: Output): Paint {
  return (colour, text) => styleText(colour, text, {stream: output})
}

/** A unified diff, what goes away in red and what comes in green. */
export function paintDiff(diff: string, paint: Paint): string[] {
  return diff
    .trimEnd()
    .split('\n')
    .map(line => {
      if (line.startsWith('+')) return paint('green', line)
      if (line.startsWith('-')) return paint('red', line)
      return paint('dim', line)
    })
}
