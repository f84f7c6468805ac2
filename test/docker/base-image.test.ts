import {chmod, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {expect, it} from 'vitest'
import {makeProject} from '../support/project.ts'

/**
 * Stands for mmdebstrap and for the archive this machine's apt knows; what apt would be told goes into the target, and
 * what hooks leave in its configuration.
 */
const programs = {
  'bin/mmdebstrap': `#!/bin/sh
root=$OUT.root
mkdir -p "$root/etc/apt/apt.conf.d"
for word; do
  case $word in
    --aptopt=*) cat "\${word#*=}" >>"$OUT" ;;
    --setup-hook=*) sh -c "\${word#*=}" hook "$root" && cat "$root"/etc/apt/apt.conf.d/* >>"$OUT" ;;
    --customize-hook=*) sh -c "\${word#*=}" hook "$root" ;;
  esac
done
ls "$root/etc/apt/apt.conf.d" >>"$OUT"
`,
  'bin/apt-get': '#!/bin/sh\necho "deb http://archive.test bookworm main"\n',
  'apt.conf':
    'Dir::Etc::Main "none";\nDir::Etc::Parts "none";\nAcquire::http::Proxy "http://old.test:3142";\nAcquire::Check-Date "false";\n',
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

it('takes lists older than their archive allows where it may, and the image keeps nothing of it', async () => {
  const kept = ['Acquire::http::Proxy "http://old.test:3142";', 'Acquire::Check-Date "false";']
  expect(await toldApt({http_proxy: ''})).toEqual([...kept, ''])
  const told = await toldApt({http_proxy: '', apt_check_valid_until: 'false'})
  expect(told).toEqual([...kept, 'Acquire::Check-Valid-Until "false";', ''])
})
