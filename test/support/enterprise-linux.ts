import {once} from 'node:events'
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {createServer, type Server} from 'node:http'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {execa} from 'execa'
import {quote} from '../../src/shell/sh.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {localConnection} from '../../src/transport/local.ts'

/**
 * This machine as Enterprise Linux 9 looks to whoever installs packages: real dnf and rpm, no apt and dpkg, an /etc and a
 * package database of its own. Everything else is shared, so packages should bring files below /opt only.
 */
export interface EnterpriseLinux {
  readonly connection: Connection
  /** Served over HTTP by `mirror`; repositories lie below it. */
  readonly mirrorDirectory: string
  /** `http://127.0.0.1:PORT` */
  readonly mirror: string
  stop(): Promise<void>
}

/** What is the machine's own: where it is in the directory, and where programs see it. */
const own = {
  etc: '/etc',
  opt: '/opt',
  root: '/root',
  cache: '/var/cache',
  log: '/var/log',
  lib: '/var/lib/dnf',
} as const

const hidden = ['/usr/bin/apt-get', '/usr/bin/dpkg', '/usr/bin/dpkg-query']

/** As Enterprise Linux has it. */
const dnfConf = `[main]
gpgcheck=1
installonly_limit=3
clean_requirements_on_remove=True
best=True
skip_if_unavailable=False
`

export async function startEnterpriseLinux(): Promise<EnterpriseLinux> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-el-'))
  await Promise.all([...Object.keys(own), 'mirror'].map(name => mkdir(join(directory, name))))
  await execa('cp', ['-a', '/etc/.', join(directory, 'etc')])
  await mkdir(join(directory, 'etc/yum.repos.d'), {recursive: true})
  await writeFile(join(directory, 'etc/dnf/dnf.conf'), dnfConf)
  await mkdir('/var/lib/dnf', {recursive: true})
  const server = serve(join(directory, 'mirror'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const local = localConnection('el9')
  return {
    connection: {...local, exec: (command, options) => local.exec(inside(directory, command), options)},
    mirrorDirectory: join(directory, 'mirror'),
    mirror: `http://127.0.0.1:${port}`,
    async stop() {
      server.close()
      server.closeAllConnections()
      await rm(directory, {recursive: true, force: true})
    },
  }
}

/** Makes a repository of empty packages: `name` or `name-version`, each with one file below /opt. */
export async function makeRepository(directory: string, packages: readonly string[]): Promise<void> {
  await mkdir(directory, {recursive: true})
  const work = await mkdtemp(join(tmpdir(), 'hive-rpm-'))
  for (const name of packages) {
    const spec = join(work, `${name}.spec`)
    await writeFile(spec, specOf(name))
    await execa('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${work}`, '--define', `_rpmdir ${directory}`, spec])
  }
  await execa('createrepo_c', ['--quiet', directory])
  await rm(work, {recursive: true})
}

/** Writes a file of the machine. */
export async function writeInside({connection}: EnterpriseLinux, path: string, text: string): Promise<void> {
  await connection.exec(`mkdir -p ${quote(dirname(path))} && cat >${quote(path)}`, {stdin: text})
}

function inside(directory: string, command: string): string {
  const mounts = [
    'mount --make-rprivate /',
    ...Object.entries(own).map(([name, path]) => `mount --bind ${quote(join(directory, name))} ${path}`),
    ...hidden.map(path => `mount --bind /dev/null ${path}`),
  ]
  return `exec unshare -m sh -c ${quote(`${mounts.join(' && ')} && HOME=/root exec sh -c ${quote(command)}`)}`
}

function specOf(name: string): string {
  return `Name: ${name}
Version: 1.0
Release: 1
Summary: Nothing
License: MIT
BuildArch: noarch
${name.endsWith('-release') ? 'Provides: system-release(releasever) = 9\n' : ''}%description
Nothing.
%install
mkdir -p %{buildroot}/opt
echo ${name} >%{buildroot}/opt/${name}
%files
/opt/${name}
`
}

function serve(directory: string): Server {
  return createServer((request, response) => {
    readFile(join(directory, decodeURIComponent(request.url ?? '/')))
      .then(content => response.end(content))
      .catch(() => response.writeHead(404).end())
  })
}
