import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {contextKeys} from '../../src/context-store/seal.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const [one, two] = ['AGE-SECRET-KEY-1QQQQ', 'AGE-SECRET-KEY-1PPPP']

async function keysOf(value: string): Promise<readonly string[]> {
  return (await contextKeys({HIVE_CONTEXT_KEY: value})).map(key => key.reveal())
}

test('keys come one on each line, from the variable or from the file it names', async () => {
  expect(await keysOf(`${one}\n${two}\n`)).toEqual([one, two])
  const file = join(await temporaryDirectory('keys'), 'key.txt')
  await writeFile(file, `# created: today\n# public key: age1x\n${one}\n`)
  expect(await keysOf(file)).toEqual([one])
})

test.each([
  ['', 'is not set'],
  ['age1publickey', 'is neither an age identity (AGE-SECRET-KEY-1...) nor the name of a file that can be read'],
  [`${one} x`, 'holds something else than age identities (AGE-SECRET-KEY-1...) or the name of a file with them'],
])('a wrong key is refused without being shown: %j', async (value, reason) => {
  const error = await contextKeys({HIVE_CONTEXT_KEY: value}).catch(thrown => thrown)
  expect(error.message).toBe(`The environment variable HIVE_CONTEXT_KEY ${reason}.`)
  expect(error.cause).toBe(undefined)
})
