import {
  authorizedKey,
  command,
  directory,
  file,
  type Guard,
  guarded,
  type Host,
  type Resource,
  type Shell,
  sequence,
  sh,
  user,
} from '@hive-ci/cli'

/** A person of `hive_users`. */
export interface Person {
  readonly name: string
  readonly uid?: number | undefined
  readonly group?: string | undefined
  /** Public keys, one line each. */
  readonly keys: readonly string[]
}

/** Where a host remembers what of its accounts is hive's: a directory for each user. */
export const userRecords = '/etc/hive/users'

/** What a wrong word about accounts could take from the mother. One for all, because a name is saved once in a role. */
export function accountsGuard({homeDirectory}: Host): Guard {
  const accounts = ['/etc/passwd', '/etc/shadow', '/etc/group', '/etc/gshadow']
  return {name: 'users', paths: ['/etc/sudoers.d', ...accounts, `${homeDirectory}/.ssh`], restore: sh`:`}
}

/** An account that can be logged in to with these keys, and no longer with those hive gave it before. */
export function account(host: Host, person: Person): Resource[] {
  const {name, group, keys} = person
  const resources = [
    made(person),
    directory(record(name)),
    command(`${name} may log in`, {
      check: sh`[ "$(getent shadow -- ${name} | cut -d : -f 8)" != 1 ]`,
      apply: sh`usermod -e '' -- ${name}`,
    }),
    command(`${name} is in no group hive put it in before`, {
      check: sh`[ ! -s ${record(name, 'group')} ] || [ "$(cat ${record(name, 'group')})" = ${group ?? ''} ]`,
      apply: sh`${leaveGroup(name)} && rm -f -- ${record(name, 'group')}`,
    }),
    file(record(name, 'group'), {content: group === undefined ? '' : `${group}\n`}),
    command(`${name} has no key that left the inventory`, {
      define: keysThatLeft(name, keys),
      check: sh`[ -z "$(keys_that_left)" ]`,
      apply: sh`take_keys && rm -f -- ${record(name, 'keys')}`,
      diff: sh`keys_that_left | sed 's/^/-/'`,
    }),
    // Before the keys themselves, so that a run that is killed leaves none that nobody remembers.
    file(record(name, 'keys'), {content: keys.map(key => `${key}\n`).join('')}),
    ...keys.map(key => authorizedKey(name, key)),
  ]
  return name === host.admin ? resources.map(resource => guarded(resource, accountsGuard(host))) : resources
}

/**
 * What becomes of an account when its user leaves the inventory: hive's keys and the membership are taken, and an account
 * that hive made is closed. Home and files stay; who comes back finds them.
 */
export function closedAccount(host: Host, name: string): Resource {
  const isLoginUser = name === host.admin
  const resource = command(`${name}, who left the inventory, has nothing of hive`, {
    define: keysThatLeft(name, []),
    check: sh`[ ! -e ${record(name)} ]`,
    apply: sequence(
      sh`! getent passwd -- ${name} >/dev/null || { take_keys && ${leaveGroup(name)}; }`,
      !isLoginUser &&
        sh`[ ! -e ${record(name, 'made')} ] || ! getent passwd -- ${name} >/dev/null || usermod -e 1 -- ${name}`,
      sh`rm -rf -- ${record(name)}`,
    ),
    diff: sh`printf -- '-%s\\n' ${name}`,
  })
  return isLoginUser ? guarded(resource, accountsGuard(host)) : resource
}

/** Notes before it makes an account that it is hive's: one that was there already is never closed. */
function made({name, uid, group}: Person): Resource {
  const resource = user(name, {...(uid === undefined ? {} : {uid}), groups: group === undefined ? [] : [group]})
  const note = sh`getent passwd -- ${name} >/dev/null || { mkdir -p -- ${record(name)} && : >${record(name, 'made')}; }`
  return {...resource, apply: sequence(note, resource.apply)}
}

function leaveGroup(name: string): Shell {
  return sh`{ group=$(cat ${record(name, 'group')} 2>/dev/null); [ -z "$group" ] || case " $(id -nG -- ${name}) " in
*" $group "*) gpasswd -d ${name} "$group" ;; esac; }`
}

/** Only keys hive brought are ever taken. */
function keysThatLeft(name: string, keys: readonly string[]): Shell {
  const wanted = keys.map(key => `${key}\n`).join('')
  return sh`keys_that_left() {
[ ! -s ${record(name, 'keys')} ] || printf %s ${wanted} | grep -vxF -f - -- ${record(name, 'keys')}
}
other_keys() {
gone=$(keys_that_left) awk 'BEGIN { n = split(ENVIRON["gone"], list, "\\n"); while (n) gone[list[n--]] = 1 } !($0 in gone)' "$1"
}
take_keys() {
keys=$(hive_home ${name})/.ssh/authorized_keys
[ ! -e "$keys" ] || hive_rewrite "$keys" other_keys "$keys"
}`
}

function record(name: string, entry?: string): string {
  return entry === undefined ? `${userRecords}/${name}` : `${userRecords}/${name}/${entry}`
}
