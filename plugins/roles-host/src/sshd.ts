import {block, type Facts, file, guarded, type OsFamily, type Resource, type Shell, service, sh} from '@hive-ci/cli'
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
  const {sshUnit} = families[family]
  const path = sshdInclude === 'yes' ? `/etc/ssh/sshd_config.d/00-hive-${role}.conf` : '/etc/ssh/sshd_config'
  const config = guarded(
    sshdInclude === 'yes'
      ? file(path, {content: `# Kept by hive, role ${role}.\n${content}`, mode: '0600'})
      : block(path, {name: role, content, position: 'top'}),
    {name: 'sshd', paths: [path], restore: sh`systemctl reload-or-restart ${sshUnit}`},
  )
  return [config, service(sshUnit, {restartedBy: [config], reload: true})]
}
