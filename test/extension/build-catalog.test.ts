import {expect, test} from 'vitest'
import {buildCatalog} from '../../src/extension/build-catalog.ts'
import {collectProviders, type HookOutcome, type RunHook} from '../../src/extension/collect.ts'
import {defineProvider} from '../../src/provider.ts'
import {defineHostRole, defineImageRole, defineRoles, type RoleSet} from '../../src/role.ts'

const provider = defineProvider({
  name: 'barn',
  capabilities: {canHalt: false, canDestroy: false, canAttachDisks: false, canReboot: false, hasOwnKernel: false},
  stageRules: {refuses: [], admin: 'admin'},
})

const hostRole = (name: string) => defineHostRole({name, group: 'servers', resources: () => []})
const imageRole = defineImageRole({name: 'web', resources: () => []})

async function hook(results: Readonly<Record<string, () => Promise<unknown>>>): Promise<HookOutcome> {
  const successes: HookOutcome['successes'][number][] = []
  const failures: HookOutcome['failures'][number][] = []
  for (const [name, run] of Object.entries(results)) {
    try {
      successes.push({plugin: {name}, result: await run()})
    } catch (error) {
      failures.push({plugin: {name}, error: error instanceof Error ? error : new Error(String(error))})
    }
  }
  return {successes, failures}
}

const plugins =
  (results: Readonly<Record<string, () => Promise<unknown>>>): RunHook =>
  () =>
    hook(results)

async function roleNames(sets: Readonly<Record<string, () => Promise<RoleSet>>>) {
  const {roles, imageRoles} = await buildCatalog(plugins(sets), new Map())
  return {roles: roles.map(role => role.name), imageRoles: [...imageRoles.keys()]}
}

test('finds providers by name', async () => {
  const found = await collectProviders(plugins({one: provider}))
  expect([...found.keys()]).toEqual(['barn'])
})

test('puts the roles of every server before those of the repository and of the cluster', async () => {
  const sets = {
    c: defineRoles('cluster', [hostRole('swarm')]),
    r: defineRoles('repository', [hostRole('registry')]),
    h: defineRoles('host', [hostRole('base'), hostRole('users')]),
    i: defineRoles('image', [imageRole]),
  }
  expect(await roleNames(sets)).toEqual({roles: ['base', 'users', 'registry', 'swarm'], imageRoles: ['web']})
})

test('does not depend on which plugin was faster', async () => {
  const one = defineRoles('host', [hostRole('one')])
  const two = defineRoles('host', [hostRole('two')])
  expect(await roleNames({a: one, b: two})).toEqual(await roleNames({b: two, a: one}))
})

test.for([
  [
    'a hook that fails',
    {barn: async () => Promise.reject(new Error('no barn'))},
    'The plugin barn could not be loaded (hook "provider"): no barn',
  ],
  [
    'a hook that returns something else',
    {barn: async () => ({name: 'barn'})},
    'The plugin barn returned something else than a provider from its hook "provider".',
  ],
  [
    'two providers of one name',
    {barn: provider, shed: provider},
    'The provider "barn" comes from two plugins, barn and shed. Remove one of them.',
  ],
] as const)('refuses %s', async ([, results, message]) => {
  await expect(collectProviders(plugins(results))).rejects.toMatchObject({code: 'EXTENSION_INVALID', message})
})

test('refuses two roles of one name', async () => {
  const sets = {a: defineRoles('host', [hostRole('base')]), b: defineRoles('cluster', [hostRole('base')])}
  await expect(roleNames(sets)).rejects.toMatchObject({
    code: 'EXTENSION_INVALID',
    message: 'The role "base" comes from two plugins, a and b. Remove one of them.',
  })
})
