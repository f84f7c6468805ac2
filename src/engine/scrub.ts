import type {Secret} from '../shell/secret.ts'

const shortestLine = 8

/**
 * Strikes secrets out of a text that came from a host: each value as a whole and, because commands like to print one
 * line of a file they could not read, each of its longer lines.
 */
export function scrubber(secrets: readonly Secret[]): (text: string) => string {
  const values = new Set(secrets.flatMap(secret => [secret.reveal().trimEnd(), ...linesOf(secret)]))
  values.delete('')
  const longestFirst = [...values].sort((a, b) => b.length - a.length)
  return text => longestFirst.reduce((clean, value) => clean.replaceAll(value, '***'), text)
}

function linesOf(secret: Secret): readonly string[] {
  return secret
    .reveal()
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.length >= shortestLine)
}
