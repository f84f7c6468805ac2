import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readImageNaming} from '../../src/docker/image-naming.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const digest = `sha256:${'a1'.repeat(32)}`

async function namesOf(settings: Readonly<Record<string, unknown>>, lock: string, references: readonly string[]) {
  const rootDirectory = await temporaryDirectory('naming')
  const site = makeSite({rootDirectory, settings})
  await mkdir(site.contextDirectory, {recursive: true})
  await writeFile(join(site.contextDirectory, 'tag-mapping.json'), '{"web:2": "web:1"}')
  await writeFile(join(rootDirectory, 'mirror.lock.json'), lock)
  const naming = await readImageNaming(site)
  return references.map(naming)
}

const names = ['docker.io/library/web:1', 'docker.io/tools/db:latest', `quay.example:5000/a/b@${digest}`]
const lock = JSON.stringify({
  version: 1,
  images: {
    ...Object.fromEntries(names.map(name => [name, {digest, stages: ['private']}])),
    'docker.io/not/copied:1': {digest, stages: ['private'], copied: false},
  },
})
const references = ['web:2', 'tools/db', `quay.example:5000/a/b@${digest}`, 'not/locked:1', 'not/copied:1', 'web:1']

describe('the name an image has for engines', () => {
  test('is what the operator maps it to, and no mirror is looked at unless one is set', async () => {
    expect(await namesOf({}, 'no lock', references)).toEqual([
      'web:1',
      'tools/db',
      `quay.example:5000/a/b@${digest}`,
      'not/locked:1',
      'not/copied:1',
      'web:1',
    ])
  })

  test('is that of its locked copy when a mirror is set', async () => {
    expect(await namesOf({image_mirror: 'http://mirror.example:5000/site'}, lock, references)).toEqual([
      `mirror.example:5000/site/library/web:1@${digest}`,
      `mirror.example:5000/site/tools/db:latest@${digest}`,
      `mirror.example:5000/site/quay.example_5000/a/b@${digest}`,
      'not/locked:1',
      'not/copied:1',
      `mirror.example:5000/site/library/web:1@${digest}`,
    ])
  })

  test('cannot be told from a broken lock, nor with a mirror that is no registry', async () => {
    await expect(namesOf({image_mirror: 'mirror.example'}, '{"version": 2}', [])).rejects.toThrow(
      /mirror\.lock\.json is no lock of mirrored images/,
    )
    await expect(namesOf({image_mirror: 'ftp://mirror.example'}, lock, [])).rejects.toThrow(
      'Variable image_mirror is "ftp://mirror.example", which is no registry; expected [http://]host[:port][/path].',
    )
  })
})
