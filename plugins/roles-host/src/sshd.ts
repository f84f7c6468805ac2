import {
  absent,
  block,
  type Facts,
  file,
  guarded,
  type OsFamily,
  type Resource,
  type Shell,
  service,
  sh,
  withoutBlock,
} from '@hive-ci/cli'
import {families} from './family.ts'

/** `yes` where sshd reads drop-ins; OpenSSH before 8.2 (Enterprise Linux 8) cannot. */
export const sshdIncludeFact: Shell = sh`grep -qiE '^[[:space:]]*Include[[:space:]]+/etc/ssh/sshd_config\\.d/' /etc/ssh/sshd_config && echo yes`

/**
 * Settings of sshd that win over everybody else's: sshd takes the first value it meets, so the drop-in sorts first, and
 * the block of an old sshd stands at the top. sshd is reloaded; open connections stay, and unless the mother gets in
 * anew, what was there comes back.
 */
export function sshdSettings(
  role: string,
  settings: readonly string[],
  family: OsFamily,
  {sshdInclude}: Facts,
): Resource[] {
  const content = `${settings.join('\n')}\n`
  return reloaded(
    family,
    sshdInclude === 'yes'
      ? file(dropIn(role), {content: `# Kept by hive, role ${role}.\n${content}`, mode: '0600'})
      : block(mainFile, {name: role, content, position: 'top'}),
  )
}

/** Takes a role's settings away again. */
export function withoutSshdSettings(role: string, family: OsFamily, {sshdInclude}: Facts): Resource[] {
  return reloaded(family, sshdInclude === 'yes' ? absent(dropIn(role)) : withoutBlock(mainFile, role))
}

const mainFile = '/etc/ssh/sshd_config'

function dropIn(role: string): string {
  return `/etc/ssh/sshd_config.d/00-hive-${role}.conf`
}

function reloaded(family: OsFamily, resource: Resource): Resource[] {
  const {sshUnit} = families[family]
  const config = guarded(resource, {
    name: 'sshd',
    paths: [mainFile, '/etc/ssh/sshd_config.d'],
    restore: sh`systemctl reload-or-restart ${sshUnit}`,
  })
  return [config, service(sshUnit, {restartedBy: [config], reload: true})]
}
