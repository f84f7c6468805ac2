import {chmod, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {expect, it} from 'vitest'
import {makeProject} from '../support/project.ts'

/** Stands for mmdebstrap and for the archive this machine's apt knows; what apt would be told goes into the target. */
const programs = {
  'bin/mmdebstrap':
    '#!/bin/sh\nfor word; do case $word in --aptopt=*) expr "$word" : "--aptopt=\\(.*\\)" | xargs cat >>"$OUT" ;; esac; done\n',
  'bin/apt-get': '#!/bin/sh\necho "deb http://archive.test bookworm main"\n',
  'apt.conf': 'Acquire::http::Proxy "http://old.test:3142";\nAcquire::Check-Date "false";\n',
}

async function toldApt(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const directory = await makeProject(programs)
  await Promise.all(['mmdebstrap', 'apt-get'].map(name => chmod(join(directory, 'bin', name), 0o755)))
  const told = join(directory, 'told')
  await writeFile(told, '')
  await execa(resolve('images/node/base-image'), [join(directory, 'root.tar')], {
    env: {
      PATH: `${directory}/bin:${process.env.PATH}`,
      APT_CONFIG: join(directory, 'apt.conf'),
      OUT: told,
      ...environment,
    },
  })
  return (await readFile(told, 'utf8')).split('\n')
}

it('goes by the proxy of the machine, but for one that is given', async () => {
  const own = 'Acquire::http::Proxy "http://old.test:3142";'
  expect(await toldApt({http_proxy: ''})).toContain(own)
  const told = await toldApt({http_proxy: 'http://127.0.0.1:13128'})
  expect(told).not.toContain(own)
  expect(told).toContain('Acquire::Check-Date "false";')
})
