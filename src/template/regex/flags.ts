export interface RegexFlags {
  readonly ignoresCase?: boolean
  readonly isMultiline?: boolean
  readonly dotMatchesNewline?: boolean
  readonly isVerbose?: boolean
}

/** Splits `(?ims)` off the start of a pattern. */
export function splitFlags(pattern: string, flags: RegexFlags): {pattern: string; flags: RegexFlags} {
  const match = /^\(\?([aiLmsux]+)\)/.exec(pattern)
  if (!match) return {pattern, flags}
  const letters = match[1] ?? ''
  return {
    pattern: pattern.slice(match[0].length),
    flags: {
      ignoresCase: Boolean(flags.ignoresCase) || letters.includes('i'),
      isMultiline: Boolean(flags.isMultiline) || letters.includes('m'),
      dotMatchesNewline: letters.includes('s'),
      isVerbose: letters.includes('x'),
    },
  }
}
