import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {generateIdentity} from 'age-encryption'
import {expect, test} from 'vitest'
import {contextKeys} from '../../src/context-store/seal.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const [one, two] = [await generateIdentity(), await generateIdentity()]

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
  [
    'AGE-SECRET-KEY-1UKX77N6RA75L6PAS5TKE6YLN5PYKV8MEX44PZKHAQD0PR7QPPNUQ23CCLJ',
    'holds an age identity that was mistyped or cut: its checksum does not fit',
  ],
  ['age1publickey', 'is neither an age identity (AGE-SECRET-KEY-1...) nor the name of a file that can be read'],
  [`${one} x`, 'holds something else than age identities (AGE-SECRET-KEY-1...) or the name of a file with them'],
])('a wrong key is refused without being shown: %j', async (value, reason) => {
  const error = await contextKeys({HIVE_CONTEXT_KEY: value}).catch(thrown => thrown)
  expect(error.message).toBe(`The environment variable HIVE_CONTEXT_KEY ${reason}.`)
  expect(error.cause).toBe(undefined)
})
