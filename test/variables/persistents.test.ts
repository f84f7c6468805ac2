import {execFile} from 'node:child_process'
import {readFile, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {describe, expect, it} from 'vitest'
import {readPersistents, updatePersistents, withValue} from '../../src/variables/persistents.ts'
import {makeProject} from '../support/project.ts'

const file = '.hive/persistents.yml'

describe('persistents.yml', () => {
  it('holds nothing when it is missing or empty', async () => {
    expect(await readPersistents(await makeProject())).toEqual({})
    expect(await readPersistents(await makeProject({[file]: ''}))).toEqual({})
    expect(await readPersistents(await makeProject({[file]: '# nothing\n'}))).toEqual({})
  })

  it('reads Python tags as the values they stand for', async () => {
    const root = await makeProject({
      [file]: `published_port_map:
  private:
    web80: !!python/object/new:ansible.parsing.yaml.objects.AnsibleUnicode
    - '8080'
    db: 5432
drbd_device_map:
  private: !!python/object/new:ansible.parsing.yaml.objects.AnsibleMapping
    dictitems:
      data: 1
ssh_host:
  global: !!python/unicode 'hive0'
tags:
  global: !!python/object/new:ansible.parsing.yaml.objects.AnsibleSequence
    listitems:
    - base
`,
    })
    expect(await readPersistents(root)).toEqual({
      published_port_map: {private: {web80: '8080', db: 5432}},
      drbd_device_map: {private: {data: 1}},
      ssh_host: {global: 'hive0'},
      tags: {global: ['base']},
    })
  })

  it('is written in sorted block style, for its owner only', async () => {
    const root = await makeProject({[file]: 'start_phase:\n  private: build-images\nunknown_one:\n  global: kept\n'})
    await updatePersistents(root, persistents => withValue(persistents, 'drbd_device_map', 'staging', {b: 2, a: 1}))
    expect(await readFile(join(root, file), 'utf8')).toBe(`drbd_device_map:
  staging:
    a: 1
    b: 2
start_phase:
  private: build-images
unknown_one:
  global: kept
`)
    expect((await stat(join(root, file))).mode & 0o777).toBe(0o600)
  })

  it('makes its directory for its owner only', async () => {
    const root = await makeProject()
    await updatePersistents(root, persistents => withValue(persistents, 'forks', 'global', 3))
    expect((await stat(join(root, '.hive'))).mode & 0o777).toBe(0o700)
  })

  it('is left alone when nothing changes', async () => {
    const root = await makeProject({[file]: 'forks: {global: 3} # as I like it\n'})
    await updatePersistents(root, persistents => persistents)
    expect(await readFile(join(root, file), 'utf8')).toBe('forks: {global: 3} # as I like it\n')
  })

  it('keeps text that reads as something else', async () => {
    const root = await makeProject()
    await updatePersistents(root, persistents => withValue(persistents, 'tags', 'global', 'yes'))
    expect(await readPersistents(root)).toEqual({tags: {global: 'yes'}})
  })

  it('loses no change when many processes write at once', async () => {
    const root = await makeProject()
    const program = `
      import {updatePersistents, withValue} from ${JSON.stringify(join(import.meta.dirname, '../../src/variables/persistents.ts'))}
      for (let i = 0; i < 5; i++) {
        await updatePersistents(process.argv[1], p => withValue(p, 'v' + process.argv[2] + i, 'global', i))
      }`
    const run = promisify(execFile)
    const processes = [0, 1, 2, 3].map(id =>
      run(process.execPath, ['--input-type=module', '-e', program, root, String(id)]),
    )
    await Promise.all(processes)
    expect(Object.keys(await readPersistents(root))).toHaveLength(20)
  }, 30_000)

  it.each([
    ['a:\n  b: [', /persistents\.yml can not be read: line 2: Flow sequence in block collection .+ end with a \]\.$/],
    ['- a\n', /persistents\.yml can not be read: expected a mapping of variables\.$/],
    [
      'forks: 3\n',
      /persistents\.yml can not be read: expected a mapping from global or a stage to a value under forks\.$/,
    ],
  ])('says where it is wrong: %j', async (text, message) => {
    const root = await makeProject()
    await updatePersistents(root, persistents => withValue(persistents, 'x', 'global', 1))
    await writeFile(join(root, file), text)
    await expect(readPersistents(root)).rejects.toThrowError(message)
  })
})
