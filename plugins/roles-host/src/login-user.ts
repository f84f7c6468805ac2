import {type Host, textVariable} from '@hive-ci/cli'

/** Owner of files of the login user: the group of a person's own is called like the person, unless the inventory says otherwise. */
export function ownedByLogin(host: Host): {readonly owner: string; readonly group: string} {
  return {owner: host.admin, group: textVariable(host, 'hive_admin_group') ?? host.admin}
}
