import {command, file, group, guarded, type Host, type Resource, sequence, sh} from '@hive-ci/cli'
import {accountsGuard} from './user-accounts.ts'

/** Where a host remembers which groups have their right from hive: an empty file for each. */
export const groupRecords = '/etc/hive/user-groups'

/** A group whose members may do everything without a password. */
export function administrators(host: Host, name: string, gid: number | undefined): Resource[] {
  return [
    group(name, gid === undefined ? {} : {gid}),
    file(`${groupRecords}/${name}`, {content: ''}),
    guarded(
      file(sudoersFile(name), {content: `%${name} ALL=(ALL) NOPASSWD: ALL\n`, mode: '0440'}),
      accountsGuard(host),
    ),
  ]
}

/**
 * Takes the right of a group that left the inventory; the group itself stays, because files may be its own. Where the
 * login user would lose its rights with it, nothing is taken, and the sentence says so.
 */
export function withoutRights(host: Host, name: string): Resource {
  const {admin} = host
  const path = sudoersFile(name)
  const aside = `${groupRecords}/.${name}.aside`
  const sentence =
    `The login user ${admin} has its rights through the group ${name} only, so they were left as they are. ` +
    `Give ${admin} rights of its own in /etc/sudoers.d, or keep ${name} in hive_user_groups.`
  const resource = command(`the group ${name}, which left the inventory, may not do everything`, {
    check: sh`[ ! -e ${`${groupRecords}/${name}`} ]`,
    apply: sequence(
      sh`[ ! -e ${path} ] || mv -- ${path} ${aside}`,
      sh`[ ${admin} = root ] || runuser -u ${admin} -- sudo -n true || {
  [ ! -e ${aside} ] || mv -- ${aside} ${path}
  printf '%s\\n' ${sentence} >&2
  false
}`,
      sh`rm -f -- ${aside} ${`${groupRecords}/${name}`}`,
    ),
    diff: sh`printf -- '-%s\\n' ${path}`,
  })
  return guarded(resource, accountsGuard(host))
}

/** sudo passes over files with a dot in their name. */
function sudoersFile(name: string): string {
  return `/etc/sudoers.d/${name.replaceAll('.', '_')}`
}
