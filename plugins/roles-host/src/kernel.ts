import {command, type Facts, HiveError, type Host, type Resource, sh, textVariable} from '@hive-ci/cli'

/**
 * A hive on Enterprise Linux has the modules of its kernel that come in a package of their own, and the kernel
 * `hive_kernel_version` (`5.14.0-427.13.1.el9_4`, with or without the architecture) where that is set. Amazon Linux has
 * all modules in its kernel, and a container has no kernel.
 */
export function kernelResources(host: Host, {os, kernel = '', architecture = '', container}: Facts): Resource[] {
  const wanted = wantedVersion(host, architecture)
  if (!host.isHive || container === 'yes' || os === 'amzn') return []
  const version = wanted ?? kernel
  const names = ['kernel', 'kernel-modules-extra'].map(name => `${name}-${version}`)
  const installed = sh`rpm -q --quiet -- ${names}`
  const packages = command(`the kernel ${version} is there with its extra modules`, {
    check: installed,
    // Excluded from all other installations, see the exclude of package-sources.
    apply: sh`dnf -q -y --disableexcludes=all --setopt=install_weak_deps=False install -- ${names}`,
    diff: sh`printf '+%s\\n' ${names}`,
    timeout: 1800,
  })
  return wanted === undefined ? [packages] : [packages, chosen(wanted)]
}

/** An older kernel is not taken at the next boot by itself. */
function chosen(version: string): Resource {
  const image = `/boot/vmlinuz-${version}`
  return {
    ...command(`the kernel ${version} runs`, {
      check: sh`[ "$(uname -r)" = ${version} ]`,
      apply: sh`grubby --set-default ${image}`,
      diff: sh`printf '%s -> %s\\n' "$(uname -r)" ${version}`,
    }),
    needsReboot: true,
  }
}

function wantedVersion(host: Host, architecture: string): string | undefined {
  const version = textVariable(host, 'hive_kernel_version')
  if (version === undefined) return undefined
  if (!/^\d[A-Za-z0-9._~+-]*$/.test(version)) {
    throw new HiveError(
      'INVENTORY_INVALID',
      `${host.name}: hive_kernel_version should be like "5.14.0-427.13.1.el9_4", got ${JSON.stringify(version)}.`,
    )
  }
  return version.endsWith(`.${architecture}`) ? version : `${version}.${architecture}`
}
