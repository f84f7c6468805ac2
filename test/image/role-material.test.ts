import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {prepareRole} from '../../src/image/role-material.ts'
import {defineImageRole} from '../../src/role.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSession} from '../support/session.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const target = {service: 'web', roleDirectory: '/roles', variable: () => undefined}

/** A role that makes the file it puts into images. */
const role = defineImageRole({
  name: 'keyed',
  async prepare(_target, {contextDirectory}) {
    const path = join(contextDirectory, 'key')
    const found = await readFile(path, 'utf8').catch(() => undefined)
    if (found !== undefined) return []
    return [{id: 'key:web', action: 'create', details: ['there is none yet'], apply: () => writeFile(path, 'secret\n')}]
  },
  material: () => ['key'],
  resources: () => [],
})

test('a role prepares what it puts into images, once, and only tells so in check mode', async () => {
  const site = makeSite({contextDirectory: await temporaryDirectory('material')})
  const prepare = async (checkMode: boolean) => {
    const session = makeSession(site, localConnection(), {checkMode})
    const {material, pending} = await prepareRole(session, {kind: 'native', name: 'keyed', role}, target)
    const outcomes = session.events.flatMap(event => (event.type === 'change' ? [event.outcome] : []))
    return [material.text('key'), pending.length, outcomes]
  }
  expect(await prepare(true)).toEqual(['', 1, ['planned']])
  expect(await prepare(false)).toEqual(['secret\n', 0, ['done']])
  expect(await prepare(true)).toEqual(['secret\n', 0, []])
})
