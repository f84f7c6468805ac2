import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {base} from '../../plugins/roles-host/src/base.ts'
import {docker} from '../../plugins/roles-host/src/docker.ts'
import {resourcesOf} from '../../plugins/roles-host/test/case.ts'
import {packagedRegistry} from '../../plugins/roles-repository/src/packaged-registry.ts'

test('a container host downloads nothing: its image has every package the roles install', async () => {
  const dockerfile = await readFile(join(import.meta.dirname, '../../images/node/Dockerfile'), 'utf8')
  const resources = [...resourcesOf(base), ...resourcesOf(docker), ...packagedRegistry.packages({})]
  const wanted = resources.flatMap(({id}) =>
    id.startsWith('packages:') ? id.slice('packages:'.length).split(',') : [],
  )
  const there = new Set(dockerfile.split(/\s+/))
  // Debian 12 gives the telnet of inetutils for the plain name.
  there.add('inetutils-telnet')
  expect(wanted.filter(name => !there.has(name))).toEqual([])
})
