import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {compile, runProgram} from '../../../src/engine/index.ts'
import {packages} from '../../../src/resource/index.ts'
import type {Resource} from '../../../src/resource/resource.ts'
import {
  type EnterpriseLinux,
  makeRepository,
  startEnterpriseLinux,
  writeInside,
} from '../../../test/support/enterprise-linux.ts'
import {makeSite} from '../../../test/support/site.ts'
import {packageSources} from '../src/package-sources.ts'

let machine: EnterpriseLinux

/** As almalinux-release lays it out, but for signatures. */
const alma = `[baseos]
name=AlmaLinux $releasever - BaseOS
mirrorlist=http://127.0.0.1:1/mirrorlist/$releasever/baseos
# baseurl=https://repo.almalinux.org/almalinux/$releasever/BaseOS/$basearch/os/
enabled=1
gpgcheck=0

[baseos-source]
name=AlmaLinux $releasever - BaseOS Source
mirrorlist=http://127.0.0.1:1/mirrorlist/$releasever/baseos-source
# baseurl=https://repo.almalinux.org/vault/$releasever/BaseOS/Source/
enabled=0
gpgcheck=0
`

/** As rocky-repos lays it out on Enterprise Linux 8, where the file is Rocky-BaseOS.repo; rocky.repo since 9. */
const rocky = `[baseos]
name=Rocky Linux $releasever - BaseOS
mirrorlist=http://127.0.0.1:1/mirrorlist?arch=$basearch&repo=BaseOS-$releasever$rltype
#baseurl=http://dl.rockylinux.org/$contentdir/$releasever/BaseOS/$basearch/os/
gpgcheck=0
enabled=1
`

beforeAll(async () => {
  machine = await startEnterpriseLinux()
  const {mirrorDirectory} = machine
  await makeRepository(join(mirrorDirectory, 'almalinux/9/BaseOS/x86_64/os'), ['jam', 'jelly', 'hive-release'])
  await makeRepository(join(mirrorDirectory, 'rocky/9/BaseOS/x86_64/os'), ['rock'])
  await makeRepository(join(mirrorDirectory, 'extra'), ['honey'])
  await bash(`rpm -i --nosignature ${mirrorDirectory}/almalinux/9/BaseOS/x86_64/os/noarch/hive-release-*.rpm`)
})

afterAll(() => machine?.stop())

describe.each([
  ['almalinux', '/etc/yum.repos.d/almalinux-baseos.repo', alma, 'jam'],
  ['rocky', '/etc/yum.repos.d/Rocky-BaseOS.repo', rocky, 'rock'],
])('the repository files of %s', (name, path, text, wanted) => {
  test('lead to hive_yum_url and back again', async () => {
    await writeInside(machine, path, text)
    const url = `${machine.mirror}/${name}`
    expect(await apply(sources(url))).toEqual(['changed', undefined])
    expect(await apply([packages(wanted)])).toEqual(['changed', undefined])
    expect(await bash(`cat /opt/${wanted}; rpm -q ${wanted}`)).toBe(`${wanted}\n${wanted}-1.0-1.noarch`)
    expect(await apply([...sources(url), packages(wanted)])).toEqual(['ok', undefined])
    expect(await bash(`grep -n baseurl ${path} | head -n 1`)).toBe(`4:baseurl=${url}/$releasever/BaseOS/$basearch/os/`)
    expect(await apply(sources('http://127.0.0.1:2/elsewhere'))).toEqual(['changed', undefined])
    expect(await bash(`grep -n '^baseurl' ${path}`)).toBe(
      '4:baseurl=http://127.0.0.1:2/elsewhere/$releasever/BaseOS/$basearch/os/',
    )
    expect(await apply(sources(undefined))).toEqual(['changed', undefined])
    expect(await bash(`cat ${path}; rm ${path}`)).toBe(text.trim())
    expect(await apply(sources(undefined))).toEqual(['ok', undefined])
  })
})

test('kernels are excluded besides what operators exclude', async () => {
  const before = await bash('cat /etc/dnf/dnf.conf')
  await writeInside(machine, '/etc/dnf/dnf.conf', '[main]\nexclude = jam, rock-*\nbest=True\n')
  expect(await apply(sources(undefined))).toEqual(['changed', undefined])
  expect(await bash('cat /etc/dnf/dnf.conf')).toBe('[main]\nexclude = jam, rock-* kernel*\nbest=True')
  expect(await apply(sources(undefined))).toEqual(['ok', undefined])
  await writeInside(machine, '/etc/dnf/dnf.conf', `${before}\n`)
})

describe('packages through dnf', () => {
  beforeAll(async () => {
    const repository = (name: string, path: string, enabled: number) =>
      `[${name}]\nname=${name}\nbaseurl=${machine.mirror}/${path}\nenabled=${enabled}\ngpgcheck=0\n`
    const on = repository('on', 'almalinux/9/BaseOS/x86_64/os', 1)
    await writeInside(machine, '/etc/yum.repos.d/local.repo', `${on}${repository('off', 'extra', 0)}`)
  })

  test('are installed once, by the name of their family, and removed', async () => {
    const wanted = packages([{redhat: 'jelly', debian: 'marmalade'}, 'jam'])
    expect(await apply([wanted], true)).toEqual(['would-change', undefined])
    expect(await bash('rpm -q jelly')).toBe('package jelly is not installed')
    expect(await apply([wanted])).toEqual(['changed', undefined])
    expect(await apply([wanted])).toEqual(['ok', undefined])
    const unwanted = packages('jelly', {present: false})
    expect([await apply([unwanted]), await apply([unwanted])]).toEqual([
      ['changed', undefined],
      ['ok', undefined],
    ])
    expect(await bash('ls /opt/jelly')).toContain('No such file')
  })

  test('that nobody has end with the name of what is missing', async () => {
    expect(await apply([packages(['jam', 'quince'])])).toMatchInlineSnapshot(`
      [
        "failed",
        "Role base failed on el9 at packages:jam,quince (exit 1): Error: Unable to find a match: quince",
      ]
    `)
  })

  test('of a repository that is disabled are missing', async () => {
    expect(await apply([packages('honey')])).toMatchInlineSnapshot(`
      [
        "failed",
        "Role base failed on el9 at packages:honey (exit 1): Error: Unable to find a match: honey",
      ]
    `)
  })

  test('of a repository that cannot be reached end with its name', async () => {
    await writeInside(
      machine,
      '/etc/yum.repos.d/gone.repo',
      '[gone]\nname=gone\nbaseurl=http://127.0.0.1:1/\ngpgcheck=0\n',
    )
    expect(await apply([packages('honey')])).toMatchInlineSnapshot(`
      [
        "failed",
        "Role base failed on el9 at packages:honey (exit 1): Error: Failed to download metadata for repo 'gone': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried",
      ]
    `)
  })
})

function sources(url: string | undefined): readonly Resource[] {
  const [host] = makeSite({hosts: 1, hostVariables: url === undefined ? {} : {hive_yum_url: url}}).hosts
  return host === undefined ? [] : packageSources(host, 'redhat')
}

async function apply(resources: readonly Resource[], checkMode = false) {
  const stateDirectory = '/root/state'
  const program = compile([{role: 'base', resources}], {checkMode, stateDirectory, runtimeDirectory: '/root'})
  const options = {host: 'el9', become: false, report: () => undefined}
  const {outcome, message} = await runProgram(machine.connection, program, options)
  return [outcome, message]
}

async function bash(script: string): Promise<string> {
  const {stdout} = await machine.connection.exec('sh -s', {stdin: `exec 2>&1\n${script}\n`})
  return stdout.trim()
}
