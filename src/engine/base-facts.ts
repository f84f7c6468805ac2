import {raw, type Shell} from '../shell/sh.ts'

const release = (expression: string) => raw(`. /etc/os-release 2>/dev/null; printf %s "${expression}"`)

/**
 * What every host is asked, whatever its roles: cheap to look at and needed to tell operating systems, kernels and
 * containers apart. Claims are `yes` or `no`.
 */
export const baseFacts = {
  /** `debian`, `ubuntu`, `almalinux`, `rocky`, `rhel`, `amzn`. */
  os: release('$ID'),
  /** `12`, `22.04`, `9.4`. */
  osVersion: release('$VERSION_ID'),
  /** `bookworm`; '' on Enterprise Linux. */
  osCodename: release('$VERSION_CODENAME'),
  /** `debian` or `redhat`, which packages, paths and services follow; '' for anything else. */
  family: raw(`. /etc/os-release 2>/dev/null
case " $ID $ID_LIKE " in
  *' debian '* | *' ubuntu '*) echo debian ;;
  *' rhel '* | *' fedora '* | *' centos '*) echo redhat ;;
esac`),
  /** As the kernel says it: `x86_64`, `aarch64`. */
  architecture: raw('uname -m'),
  kernel: raw('read -r value </proc/sys/kernel/osrelease && echo "$value"'),
  hostname: raw('read -r value </proc/sys/kernel/hostname && echo "$value"'),
  /** Whether systemd is what booted the host. */
  systemd: claim('[ -d /run/systemd/system ]'),
  /** Whether it is a container that shares its kernel with others. */
  container: claim('[ -e /.dockerenv ] || [ -e /run/.containerenv ] || [ -e /run/systemd/container ]'),
  /** Whether the kernel balances load itself (IPVS), now or after loading its module. */
  ipvs: claim('[ -e /proc/net/ip_vs ] || modinfo ip_vs >/dev/null 2>&1 || modprobe -n ip_vs >/dev/null 2>&1'),
  /** `enforcing`, `permissive` or `disabled`. */
  selinux: raw(`if [ ! -e /sys/fs/selinux/enforce ]; then echo disabled
else read -r value </sys/fs/selinux/enforce; if [ "$value" = 1 ]; then echo enforcing; else echo permissive; fi; fi`),
  cloudInit: claim('[ -d /etc/cloud ]'),
  /** Kibibytes. */
  memory: raw('while read -r name value _; do [ "$name" = MemTotal: ] && echo "$value" && break; done </proc/meminfo'),
  processors: raw('nproc'),
  /** Interface of the default route; '' without one. */
  defaultInterface: raw(`while read -r name destination _; do
  [ "$destination" = 00000000 ] && echo "$name" && break
done </proc/net/route`),
} satisfies Record<string, Shell>

function claim(condition: string): Shell {
  return raw(`if ${condition}; then echo yes; else echo no; fi`)
}
