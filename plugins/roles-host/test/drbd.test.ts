import {describe, expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {drbd} from '../src/drbd.ts'
import {type RoleCaseWish, readable, resourcesOf, systems} from './case.ts'

const able = {drbdModule: 'yes', drbdTools: 'no', container: 'no', emptyDisks: '/dev/vdb', volumeGroups: ''}
const bookworm = {...systems.debian12, ...able, kernel: '6.1.0-56-amd64'}
const alma = {...systems.alma9, ...able, drbdModule: 'no', kernel: '5.14.0-503.el9.x86_64'}

test('Debian uses the DRBD of its kernel and its archive', () => {
  expect(readable(resourcesOf(drbd, {facts: bookworm}))).toMatchInlineSnapshot(`
    "packages:lvm2,drbd-utils,thin-provisioning-tools,xfsprogs,device-mapper-persistent-data
      if command -v dpkg >/dev/null; then hive_add_packages 'lvm2' 'drbd-utils' 'thin-provisioning-tools' 'xfsprogs'; else hive_add_packages 'lvm2' 'device-mapper-persistent-data' 'xfsprogs'; fi
    file:/etc/drbd.d/global_common.conf
      content() {
      printf %s 'global {
        usage-count no;
        minor-count 128;
      }
      common {
      }
      '
      }
    file:/etc/modules-load.d/hive-drbd.conf
      content() {
      printf %s 'drbd
      '
      }
    command:the module drbd is loaded
      modprobe drbd
    command:the volume group drbdvg is on /dev/vdb
      [ -z "$(wipefs -n '/dev/vdb')" ] || { printf '%s is no longer empty.\\n' '/dev/vdb' >&2; false; } &&
      vgcreate --yes 'drbdvg' '/dev/vdb'
    command:the thin pool drbdvg/drbdpool is there
      lvcreate --yes --type thin-pool --chunksize 256k --zero y --extents 95%FREE --name 'drbdpool' 'drbdvg'
    sysctl:net.ipv4.tcp_rmem
    sysctl:net.ipv4.tcp_wmem
    file:/usr/bin/waitdevice
      content() {
      printf %s '#!/bin/sh
      # waitdevice RESOURCE: brings it up as soon as its disk is there.
      tries=0
      until drbdadm adjust "$1"; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || exit 1
        sleep 0.2
      done
      '
      }
      hive_write '/usr/bin/waitdevice' '755' 'root' 'root' content
    file:/etc/systemd/system/drbd-resource@.service
      content() {
      printf %s '[Unit]
      Description=Replicated volume %i
      Wants=network-online.target
      After=network-online.target
      Before=docker.service
      
      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=/usr/bin/waitdevice %i
      ExecStop=-/usr/sbin/drbdadm down %i
      
      [Install]
      # Wanted, not required: one volume that is out of order should not keep the engine and all others down.
      WantedBy=docker.service
      '
      }
    command:systemd knows drbd-resource@
      :
      after file:/etc/systemd/system/drbd-resource@.service: hive_know_units"
  `)
})

test('Enterprise Linux gets DRBD from the archive the inventory names', () => {
  const hostVariables = {hive_drbd_download_url: 'https://files.example/drbd9.tar.gz', hive_no_mirrored_device: true}
  expect(readable(resourcesOf(drbd, {facts: alma, hostVariables}))).toMatchInlineSnapshot(`
    "packages:lvm2,drbd-utils,thin-provisioning-tools,xfsprogs,device-mapper-persistent-data
      if command -v dpkg >/dev/null; then hive_add_packages 'lvm2' 'drbd-utils' 'thin-provisioning-tools' 'xfsprogs'; else hive_add_packages 'lvm2' 'device-mapper-persistent-data' 'xfsprogs'; fi
    command:DRBD is installed for the running kernel
      work=$(mktemp -d) &&
      curl -fsSL -o "$work/rpms.tar.gz" 'https://files.example/drbd9.tar.gz' &&
      tar -C "$work" -xzf "$work/rpms.tar.gz" &&
      find "$work" -name '*.rpm' -exec dnf -y --nogpgcheck install '{}' + &&
      depmod -a
      status=$?
      rm -rf "$work"
      [ "$status" = 0 ]
    command:SELinux lets the kernel start drbdadm
      policy() {
      printf %s '(optional hive_kernel_helper
          (allow kernel_generic_helper_t proc_t (file (open read)))
          (optional hive_kernel_helper_drbd
              (allow kernel_generic_helper_t drbd_var_run_t (dir (search)))
              (allow kernel_generic_helper_t drbd_var_run_t (lnk_file (read)))))
      '
      }
      work=$(mktemp -d) &&
      policy >"$work/hive.cil" &&
      semodule -i "$work/hive.cil" &&
      mkdir -p '/etc/hive/selinux' &&
      hive_write '/etc/hive/selinux/hive.cil' 644 root root policy
      status=$?
      rm -rf "$work"
      [ "$status" = 0 ]
    file:/etc/drbd.d/global_common.conf
      content() {
      printf %s 'global {
        usage-count no;
        minor-count 128;
      }
      common {
      }
      '
      }
    file:/etc/modules-load.d/hive-drbd.conf
      content() {
      printf %s 'drbd
      '
      }
    command:the module drbd is loaded
      modprobe drbd
    sysctl:net.ipv4.tcp_rmem
    sysctl:net.ipv4.tcp_wmem
    file:/usr/bin/waitdevice
      content() {
      printf %s '#!/bin/sh
      # waitdevice RESOURCE: brings it up as soon as its disk is there.
      tries=0
      until drbdadm adjust "$1"; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || exit 1
        sleep 0.2
      done
      '
      }
      hive_write '/usr/bin/waitdevice' '755' 'root' 'root' content
    file:/etc/systemd/system/drbd-resource@.service
      content() {
      printf %s '[Unit]
      Description=Replicated volume %i
      Wants=network-online.target
      After=network-online.target
      Before=docker.service
      
      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=/usr/bin/waitdevice %i
      ExecStop=-/usr/sbin/drbdadm down %i
      
      [Install]
      # Wanted, not required: one volume that is out of order should not keep the engine and all others down.
      WantedBy=docker.service
      '
      }
    command:systemd knows drbd-resource@
      :
      after file:/etc/systemd/system/drbd-resource@.service: hive_know_units"
  `)
})

test('SELinux is told of DRBD on Enterprise Linux, unless it is switched off', () => {
  const told = (facts: RoleCaseWish['facts']) =>
    resourcesOf(drbd, {facts: {...facts, ...able, drbdTools: 'yes'}}).some(({id}) => id.includes('SELinux'))
  const modes = ['enforcing', 'permissive', 'disabled']
  expect(modes.map(selinux => told({...alma, selinux}))).toEqual([true, true, false])
  expect(told({...bookworm, selinux: 'enforcing'})).toBe(false)
})

describe('the disk', () => {
  const groupOf = (wish: RoleCaseWish) =>
    resourcesOf(drbd, wish)
      .map(({id}) => id)
      .filter(id => id.includes('volume group'))
  const on = (emptyDisks: string, hive_mirrored_disk_devices?: unknown) => ({
    facts: {...bookworm, emptyDisks},
    hostVariables: hive_mirrored_disk_devices === undefined ? {} : {hive_mirrored_disk_devices},
  })
  const vd = (...device_order: string[]) => [{vgname: 'drbdvg', poolname: 'drbdpool', device_order}]

  test.each([
    ['is the only empty one', on('/dev/vdb'), ['command:the volume group drbdvg is on /dev/vdb']],
    [
      'is the first empty one of those named',
      on('/dev/vdb\n/dev/vdc', vd('/dev/vda', '/dev/vdc')),
      ['command:the volume group drbdvg is on /dev/vdc'],
    ],
    [
      'is not asked for once the volume group is there',
      {facts: {...bookworm, volumeGroups: 'drbdvg', emptyDisks: ''}},
      [],
    ],
  ])('%s', (_title, wish, expected) => {
    expect(groupOf(wish)).toEqual(expected)
  })

  test.each([
    [
      'no disk is empty',
      on(''),
      'p-hive0.example: The volume group drbdvg for replicated volumes needs a disk, but no disk of the host is empty. Only a disk without partitions, file system and data is used.',
    ],
    [
      'several are',
      on('/dev/vdb\n/dev/vdc'),
      'p-hive0.example: The volume group drbdvg for replicated volumes needs a disk, and which of them is not said: empty are /dev/vdb, /dev/vdc. Nothing was touched.',
    ],
    [
      'those named are not',
      on('/dev/vdb', vd('/dev/sdb')),
      'p-hive0.example: The volume group drbdvg for replicated volumes needs a disk: none of /dev/sdb is empty (empty are /dev/vdb). Nothing was touched.',
    ],
  ])('is never guessed where %s', (_title, wish, message) => {
    expect(() => resourcesOf(drbd, wish)).toThrow(message)
  })

  test('is not asked for while a disk may hold the volume group already and LVM cannot say so yet', () => {
    const ids = resourcesOf(drbd, {facts: {...bookworm, emptyDisks: '', unreadVolumes: '1'}}).map(({id}) => id)
    expect(ids.filter(id => /LVM|lvm2|volume group/.test(id))).toEqual([
      'packages:lvm2,drbd-utils,thin-provisioning-tools,xfsprogs,device-mapper-persistent-data',
      'command:the volume group drbdvg is on a disk that was there',
    ])
  })
})

describe('a host that cannot replicate is left alone, with a warning, when', () => {
  test.each([
    [
      'it is a container',
      {...bookworm, container: 'yes'},
      'The host is a container and has no kernel of its own for DRBD.',
    ],
    ['its kernel has no DRBD', {...bookworm, drbdModule: 'no'}, 'The kernel 6.1.0-56-amd64 has no DRBD.'],
    [
      'nothing says where packages for its kernel are',
      alma,
      'The kernel 5.14.0-503.el9.x86_64 has no DRBD, or its tools are missing, and hive_drbd_download_url names no archive of packages for it.',
    ],
  ])('%s', (_title, facts, reason) => {
    const site = makeSite()
    const [host] = site.hosts
    expect(host && drbd.warnings?.(host, site, facts)).toEqual([
      `${reason} Volumes that are wanted replicated (drbd) become local ones of one host.`,
    ])
    expect(resourcesOf(drbd, {facts})).toEqual([])
  })
})

test('the role applies where a volume is replicated or a disk was ordered for it', () => {
  const plain = makeSite()
  const ordered = makeSite({hostVariables: {hive_mirrored_disk_size: 10}})
  expect([plain, ordered].map(site => site.hosts[0] && drbd.appliesTo?.(site.hosts[0], site))).toEqual([false, true])
})
