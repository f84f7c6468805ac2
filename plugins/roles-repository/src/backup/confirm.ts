import {createInterface} from 'node:readline/promises'
import {HiveError} from '@hive-ci/cli'

/** Asks on the terminal; anything but `yes` is a no. Throws `HiveError` USAGE where nobody can be asked. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new HiveError('USAGE', `${question} Nobody can be asked, because there is no terminal.`, {
      suggestions: ['Add --yes when you mean it.'],
    })
  }
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  try {
    return (await terminal.question(`${question} Type "yes": `, {signal})).trim() === 'yes'
  } finally {
    terminal.close()
  }
}
