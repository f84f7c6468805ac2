import {
  command,
  defineHostRole,
  type Facts,
  file,
  type Host,
  osFamily,
  packages,
  type Resource,
  sh,
  sysctl,
  textVariable,
} from '@hive-ci/cli'
import {drbdSelinux} from './drbd-selinux.ts'
import {drbdStorage, storageFacts} from './drbd-storage.ts'
import {drbdUnit, waitDevice} from './drbd-unit.ts'

/** What replicated volumes need of a hive host: DRBD's module and tools, a pool of disk space, a unit for each volume. */
export const drbd = defineHostRole({
  name: 'drbd',
  group: 'hives',
  facts: {
    drbdModule: sh`if [ -e /proc/drbd ] || modinfo drbd >/dev/null 2>&1; then echo yes; else echo no; fi`,
    drbdTools: sh`if command -v drbdadm >/dev/null; then echo yes; else echo no; fi`,
    ...storageFacts,
  },
  appliesTo: (host, site) =>
    host.variables.has('hive_mirrored_disk_size') || site.volumes.some(volume => volume.kind === 'drbd'),
  warnings: (host, _site, facts) => (canReplicate(host, facts) ? [] : [cannotReplicate(host, facts)]),

  resources(host, _site, facts) {
    return canReplicate(host, facts) ? replication(host, facts) : []
  },
})

const downloadVariable = 'hive_drbd_download_url'

function replication(host: Host, facts: Facts): Resource[] {
  return [
    ...drbdPackages(host, facts),
    ...drbdSelinux(facts),
    file('/etc/drbd.d/global_common.conf', {
      content: 'global {\n  usage-count no;\n  minor-count 128;\n}\ncommon {\n}\n',
    }),
    file('/etc/modules-load.d/hive-drbd.conf', {content: 'drbd\n'}),
    command('the module drbd is loaded', {check: sh`[ -e /proc/drbd ]`, apply: sh`modprobe drbd`}),
    ...drbdStorage(host, facts),
    sysctl('net.ipv4.tcp_rmem', '131072 1048576 16777216'),
    sysctl('net.ipv4.tcp_wmem', '131072 1048576 16777216'),
    file('/usr/bin/waitdevice', {content: waitDevice, mode: '0755'}),
    ...unit(),
  ]
}

function unit(): Resource[] {
  const template = file('/etc/systemd/system/drbd-resource@.service', {content: drbdUnit})
  return [
    template,
    command('systemd knows drbd-resource@', {
      check: sh`:`,
      apply: sh`:`,
      onChange: {of: [template], run: sh`hive_know_units`},
    }),
  ]
}

/** Debian's kernel brings the module and its archive the tools; Enterprise Linux has neither, so both are downloaded. */
function drbdPackages(host: Host, facts: Facts): Resource[] {
  const tools = packages([
    'lvm2',
    {debian: 'drbd-utils'},
    {debian: 'thin-provisioning-tools', redhat: 'device-mapper-persistent-data'},
    'xfsprogs',
  ])
  const url = osFamily(host.name, facts) === 'redhat' ? textVariable(host, downloadVariable) : undefined
  return url === undefined ? [tools] : [tools, downloaded(url)]
}

function downloaded(url: string): Resource {
  return command('DRBD is installed for the running kernel', {
    check: sh`command -v drbdadm >/dev/null && modinfo drbd >/dev/null 2>&1`,
    apply: sh`work=$(mktemp -d) &&
curl -fsSL -o "$work/rpms.tar.gz" ${url} &&
tar -C "$work" -xzf "$work/rpms.tar.gz" &&
find "$work" -name '*.rpm' -exec dnf -y --nogpgcheck install '{}' + &&
depmod -a
status=$?
rm -rf "$work"
[ "$status" = 0 ]`,
    timeout: 1800,
  })
}

function canReplicate(host: Host, facts: Facts): boolean {
  if (facts.container === 'yes') return false
  if (osFamily(host.name, facts) === 'debian') return facts.drbdModule === 'yes'
  return textVariable(host, downloadVariable) !== undefined || (facts.drbdModule === 'yes' && facts.drbdTools === 'yes')
}

function cannotReplicate(host: Host, facts: Facts): string {
  const end = 'Volumes that are wanted replicated (drbd) become local ones of one host.'
  if (facts.container === 'yes') return `The host is a container and has no kernel of its own for DRBD. ${end}`
  if (osFamily(host.name, facts) === 'debian') return `The kernel ${facts.kernel ?? ''} has no DRBD. ${end}`
  return (
    `The kernel ${facts.kernel ?? ''} has no DRBD, or its tools are missing, and ${downloadVariable} names no archive of ` +
    `packages for it. ${end}`
  )
}
