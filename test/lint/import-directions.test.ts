import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'

let project: string

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'hive-lint-'))
  await cp('biome.json', join(project, 'biome.json'))
})

afterEach(() => rm(project, {recursive: true}))

/** The imports, `file -> imported`, that the rule of this repository refuses. */
async function refused(imports: readonly string[]): Promise<string[]> {
  const files = await Promise.all(imports.map(write))
  const args = [
    'lint',
    '--only=style/noRestrictedImports',
    '--vcs-enabled=false',
    '--reporter=json',
    '--max-diagnostics=none',
  ]
  const {stdout} = await execa(resolve('node_modules/.bin/biome'), args, {cwd: project, reject: false})
  return imports.filter((_, index) => stdout.includes(`"${files[index]}"`))
}

async function write(line: string, index: number): Promise<string> {
  const [file = '', imported] = line.split(' -> ')
  const path = file.replace(/\.ts$/, `-${index}.ts`)
  await mkdir(dirname(join(project, path)), {recursive: true})
  await writeFile(join(project, path), `import {x} from '${imported}'\nx()\n`)
  return path
}

describe('the lint rule for imports', () => {
  test('refuses imports of what is built on the importing folder, and of plugins', async () => {
    const imports = [
      'src/shell/sh.ts -> ../site/site.ts',
      'src/transport/ssh.ts -> ../context/key-pair.ts',
      'src/site/site.ts -> ../engine/run.ts',
      'src/session/host-pool.ts -> ../lock/hold-lock.ts',
      'src/swarm/spec/labels.ts -> ../../phases/phase.ts',
      'src/phases/phase.ts -> ../commands/all.ts',
      'src/query/status.ts -> ../flags.ts',
      'src/session/host-pool.ts -> @hive-ci/roles-host',
      'src/command.ts -> ../plugins/roles-host/src/index.ts',
      'plugins/roles-host/src/base.ts -> @hive-ci/roles-cluster',
      'plugins/roles-host/src/base.ts -> @hive-ci/cli/testing',
      'plugins/roles-host/src/base.ts -> ../../../src/error.ts',
      'plugins/roles-host/src/base.ts -> ../../roles-cluster/src/index.ts',
      'plugins/gitlab/src/commands/ci/lint.ts -> ../../../../../src/error.ts',
    ]
    expect(await refused(imports)).toEqual(imports)
  })

  test('allows imports of what the importing folder is built on', async () => {
    const imports = [
      'src/phases/phase.ts -> ../session/host-pool.ts',
      'src/commands/all.ts -> ../phases/phase.ts',
      'src/swarm/manager.ts -> ../docker/engine.ts',
      'src/resource/index.ts -> ./command.ts',
      'src/role.ts -> ./session.ts',
      'plugins/roles-host/src/base.ts -> @hive-ci/cli',
      'plugins/roles-host/src/base.ts -> ./family.ts',
      'plugins/roles-host/src/docker/engine.ts -> ../family.ts',
      'plugins/gitlab/src/commands/ci/lint.ts -> ../../lint/lint.ts',
    ]
    expect(await refused(imports)).toEqual([])
  })
})
