import {describe, expect, test} from 'vitest'
import {makeObject, makeSite} from '../../../test/support/site.ts'
import {base} from '../src/base.ts'
import {cgroupMount} from '../src/cgroup.ts'
import {kernelResources} from '../src/kernel.ts'
import {nfsClient} from '../src/nfs-client.ts'
import {pipIndex} from '../src/pip-index.ts'
import {unitSettings} from '../src/unit-settings.ts'
import {growingVar} from '../src/var-volume.ts'
import {contentOf, readable, resourcesOf, systems} from './case.ts'

const [hive, repository] = makeSite().hosts
if (hive === undefined || repository === undefined) throw new Error('a site has two hosts')

describe('the kernel of a hive', () => {
  const withVersion = (version: unknown) => {
    const [host] = makeSite({hostVariables: {hive_kernel_version: version}}).hosts
    return kernelResources(host ?? hive, systems.alma9)
  }

  test('has its extra modules, of the version that runs', () => {
    expect(readable(kernelResources(hive, systems.alma9))).toMatchInlineSnapshot(`
      "command:the kernel 5.14.0-427.13.1.el9_4.x86_64 is there with its extra modules
        dnf -q -y --disableexcludes=all --setopt=install_weak_deps=False install -- 'kernel-5.14.0-427.13.1.el9_4.x86_64' 'kernel-modules-extra-5.14.0-427.13.1.el9_4.x86_64'"
    `)
  })

  test('is the one of the inventory, after a reboot', () => {
    expect(readable(withVersion('5.14.0-503.11.1.el9_5'))).toMatchInlineSnapshot(`
      "command:the kernel 5.14.0-503.11.1.el9_5.x86_64 is there with its extra modules
        dnf -q -y --disableexcludes=all --setopt=install_weak_deps=False install -- 'kernel-5.14.0-503.11.1.el9_5.x86_64' 'kernel-modules-extra-5.14.0-503.11.1.el9_5.x86_64'
      command:the kernel 5.14.0-503.11.1.el9_5.x86_64 runs
        grubby --set-default '/boot/vmlinuz-5.14.0-503.11.1.el9_5.x86_64'
        then a reboot"
    `)
    expect(withVersion('5.14.0-503.11.1.el9_5.x86_64').map(({id}) => id)).toEqual(
      withVersion('5.14.0-503.11.1.el9_5').map(({id}) => id),
    )
  })

  test('is nothing to a repository host, to Amazon Linux, to a container and to the Debian family', () => {
    expect([
      kernelResources(repository, systems.alma9),
      kernelResources(hive, systems.amazon2023),
      kernelResources(hive, {...systems.alma9, container: 'yes'}),
      resourcesOf(base).filter(({id}) => /kernel/.test(id)),
    ]).toEqual([[], [], [], []])
  })

  test('has a version that can be one', () => {
    expect(() => withVersion('newest')).toThrow(
      'p-hive0.example: hive_kernel_version should be like "5.14.0-427.13.1.el9_4", got "newest".',
    )
  })
})

describe('the volume of /var', () => {
  const facts = {...systems.alma9, varVolume: 'yes'}
  const [ordered] = makeSite({hostVariables: {hive_disk_size: 128}}).hosts

  test('grows with the disk that was ordered, without a reboot', () => {
    const found = growingVar(ordered ?? hive, facts)
    expect(found.map(({id}) => id)).toEqual([
      'packages:cloud-utils-growpart',
      'command:partitions of rootvg end where their disks do',
      'command:rootvg has all of its partitions',
      'command:rootvg/varlv has all that is free in rootvg',
      'command:the file system fills rootvg/varlv',
    ])
    expect(found.some(({needsReboot}) => needsReboot)).toBe(false)
  })

  test('stays where no size was ordered, where there is none, in a container and in the Debian family', () => {
    expect([
      growingVar(hive, facts),
      growingVar(ordered ?? hive, systems.alma9),
      growingVar(ordered ?? hive, {...facts, container: 'yes'}),
      resourcesOf(base, {facts: {...systems.debian12, varVolume: 'yes'}, hostVariables: {hive_disk_size: 128}}).filter(
        ({id}) => /rootvg|growpart/.test(id),
      ),
    ]).toEqual([[], [], [], []])
  })
})

describe('the client of network storage', () => {
  const withVolume = (kind: 'driver' | 'nfs', driverOptions: Readonly<Record<string, string>> = {}) => ({
    ...makeSite(),
    volumes: [{...makeObject('volume_data', ['volumes']), source: 'data', kind, driverOptions}],
  })
  const idsOf = (...wish: Parameters<typeof nfsClient>) => nfsClient(...wish).map(({id}) => id)

  test.each([
    ['of the provider', withVolume('nfs')],
    ['of a server of the project', withVolume('driver', {type: 'nfs', o: 'addr=192.0.2.1'})],
    ['that names the version', withVolume('driver', {type: 'nfs4', o: 'addr=192.0.2.1'})],
  ])('is on hives with a volume %s', (_title, site) => {
    expect([idsOf(hive, site, 'debian'), idsOf(hive, site, 'redhat')]).toEqual([
      ['packages:nfs-common'],
      ['packages:nfs-utils'],
    ])
  })

  test('is not on a repository host, and nowhere for other volumes', () => {
    expect([
      idsOf(repository, withVolume('nfs'), 'debian'),
      idsOf(hive, withVolume('driver', {type: 'tmpfs'}), 'debian'),
      idsOf(hive, makeSite(), 'debian'),
    ]).toEqual([[], [], []])
  })
})

describe('control groups that are handed down as a whole', () => {
  const facts = {...systems.debian12, nsdelegate: 'yes'}

  test('are mounted otherwise on hives, from the next boot on', () => {
    expect(cgroupMount(hive, facts)).toEqual([
      expect.objectContaining({id: 'line:/etc/fstab:^[^#]+[ \\t]/sys/fs/cgroup[ \\t]', needsReboot: true}),
    ])
    expect(resourcesOf(base, {facts}).some(({id}) => id.startsWith('line:/etc/fstab'))).toBe(true)
  })

  test('are left as they are elsewhere', () => {
    expect([
      cgroupMount(hive, systems.debian12),
      cgroupMount(repository, facts),
      cgroupMount(hive, {...facts, container: 'yes'}),
    ]).toEqual([[], [], []])
  })
})

test('units of the system wait for the network half a minute at most, and read the proxy of the host', () => {
  expect(unitSettings('redhat').map(({id}) => id)).toEqual([
    'directory:/etc/systemd/system/NetworkManager-wait-online.service.d',
    'file:/etc/systemd/system/NetworkManager-wait-online.service.d/hive.conf',
    'directory:/etc/systemd/system/dnf-makecache.service.d',
    'file:/etc/systemd/system/dnf-makecache.service.d/hive.conf',
    'command:systemd has read the settings of units',
  ])
  const wait = '/etc/systemd/system/NetworkManager-wait-online.service.d/hive.conf'
  expect(contentOf(unitSettings('redhat'), wait)).toBe(
    '[Service]\nExecStart=\nExecStart=/usr/bin/nm-online -q --timeout=30\nSuccessExitStatus=1\n',
  )
  const lists = '/etc/systemd/system/apt-daily.service.d/hive.conf'
  expect(contentOf(unitSettings('debian'), lists)).toBe('[Service]\nEnvironmentFile=-/etc/environment\n')
})

test('the index of Python packages is one block of /etc/environment, taken away when it is no longer set', () => {
  const settings = {pip_index_url: 'https://taro:s3cret@pypi.example/simple', pip_trusted_host: 'pypi.example'}
  const [kept, ...rest] = pipIndex(makeSite({settings}))
  expect([kept?.id, rest]).toEqual(['block:/etc/environment:pip', []])
  expect(kept?.define?.text).toBe(
    "content() {\nprintf %s 'PIP_INDEX_URL=https://taro:s3cret@pypi.example/simple\nPIP_TRUSTED_HOST=pypi.example\n'\n}",
  )
  expect(JSON.stringify(kept)).not.toContain('s3cret')
  expect(pipIndex(makeSite()).map(({id}) => id)).toEqual(['without-block:/etc/environment:pip'])
})

test('warns of variables that change nothing', () => {
  const warningsOf = (hostVariables: Readonly<Record<string, unknown>>) => {
    const site = makeSite({hosts: 1, hostVariables})
    return site.hosts.flatMap(host => base.warnings?.(host, site, systems.debian12) ?? [])
  }
  expect(warningsOf({hive_timezone: 'Asia/Tokyo'})).toEqual([])
  expect(warningsOf({hive_no_mirrored_devices: true, hive_internal_cidr_v6: 'fd00::/48'})).toEqual([
    'hive_internal_cidr_v6 is set and changes nothing. IPv6 between containers is not set up.',
    'hive_no_mirrored_devices is set and changes nothing. It is called hive_no_mirrored_device.',
  ])
})
