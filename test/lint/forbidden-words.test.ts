import {glob, readFile} from 'node:fs/promises'
import {basename} from 'node:path'
import {expect, test} from 'vitest'

/** Names that are also words of other meaning count only where they stand alone in quotes. */
const ambiguous = ['docker', 'prepared']

async function providerNames(): Promise<string[]> {
  const folders = await Array.fromAsync(glob('plugins/provider-*'))
  return folders.map(folder => basename(folder).replace('provider-', ''))
}

function pattern(name: string): RegExp {
  return ambiguous.includes(name) ? new RegExp(`['"]${name}['"]`) : new RegExp(`\\b${name}\\b`, 'i')
}

test('the core names no provider', async () => {
  const names = await providerNames()
  expect(names.length).toBeGreaterThanOrEqual(8)
  const found: string[] = []
  for await (const file of glob('src/**/*.ts')) {
    const lines = (await readFile(file, 'utf8')).split('\n')
    for (const [index, line] of lines.entries()) {
      if (names.some(name => pattern(name).test(line))) found.push(`${file}:${index + 1}: ${line.trim()}`)
    }
  }
  expect(found).toEqual([])
})
