/** Where new text goes in a file that has other text: at an end, or behind the last line that matches (else the bottom). */
export type TextPosition = 'top' | 'bottom' | {readonly after: RegExpSource}

/** An extended regular expression as awk reads it. */
export type RegExpSource = string

/** The two words the prelude's functions take. */
export function positionWords(position: TextPosition = 'bottom'): readonly string[] {
  return typeof position === 'string' ? [position, ''] : ['after', position.after]
}
