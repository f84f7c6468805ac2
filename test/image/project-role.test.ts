import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, it, test} from 'vitest'
import {loadProjectRole, projectRoleFile} from '../../src/image/project-role.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-role-'))
})

afterEach(() => rm(directory, {recursive: true}))

/** Loads the file as the program does, in a node of its own: the test runner has another idea of importing. */
async function loadOutside(file: string): Promise<unknown> {
  const source = new URL('../../src/image/project-role.ts', import.meta.url).href
  const program = `
    const {loadProjectRole} = await import(${JSON.stringify(source)})
    const {kind, name, resources} = await loadProjectRole(${JSON.stringify(file)}, 'web', 'image')
    console.log(JSON.stringify({kind, name, applies: resources().map(({apply}) => apply.text)}))`
  const {stdout, stderr} = await execa(process.execPath, [
    '--conditions=hive-source',
    '--input-type=module',
    '--eval',
    program,
  ])
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

async function roleFile(text: string, name = 'role.ts'): Promise<string> {
  const file = join(directory, name)
  await writeFile(file, text)
  return file
}

describe('loadProjectRole', () => {
  it('gives a project outside of this installation the package @hive-ci/cli and TypeScript', async () => {
    await writeFile(join(directory, 'package.json'), '{}')
    await writeFile(join(directory, 'greeting.ts'), `export const greeting: string = 'hello'`)
    const file = await roleFile(`
      import {defineImageRole, sh} from '@hive-ci/cli'
      import {greeting} from './greeting.ts'
      export default defineImageRole({
        name: 'other',
        resources: () => [{id: 'command:greet', check: sh\`test -e \${greeting}\`, apply: sh\`touch \${greeting}\`}],
      })`)
    expect(await loadOutside(file)).toEqual({kind: 'image', name: 'web', applies: [`touch 'hello'`]})
  })

  it('says which file is broken and why', async () => {
    const file = await roleFile('export const = 1')
    await expect(loadProjectRole(file, 'web', 'image')).rejects.toMatchObject({
      code: 'EXTENSION_INVALID',
      message: expect.stringMatching(new RegExp(`^${file} could not be loaded: `)),
    })
  })

  it('refuses a file that exports something else', async () => {
    const file = await roleFile('export const answer = 42')
    await expect(loadProjectRole(file, 'web', 'image')).rejects.toThrow(
      `${file} exports no image role. Expected was a default export made by defineImageRole({name, resources}).`,
    )
  })
})

test('a role of another kind is refused, with the function that makes the right one', async () => {
  const file = await roleFile(`export default {kind: 'image', name: 'x', resources: () => []}`)
  await expect(loadProjectRole(file, 'addon', 'host')).rejects.toThrow(
    `${file} exports no host role. Expected was a default export made by defineHostRole({name, group, resources}).`,
  )
})

describe('projectRoleFile', () => {
  it('knows a native role by its file and an Ansible role by the lack of it', async () => {
    await mkdir(join(directory, 'tasks'))
    expect(await projectRoleFile(directory)).toBeUndefined()
    const file = await roleFile('', 'role.mjs')
    expect(await projectRoleFile(directory)).toBe(file)
  })
})
