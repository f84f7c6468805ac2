import {splitLines} from './split.ts'

/** Puts `prefix` before every line but, unless asked for, the first and empty ones. */
export function indent(text: string, prefix: string, includesFirst: boolean, includesBlank: boolean): string {
  const [first = '', ...others] = splitLines(`${text}\n`)
  const lines = others.map(line => (line === '' && !includesBlank ? line : prefix + line))
  return [includesFirst ? prefix + first : first, ...lines].join('\n')
}
