import {defineHostRole, directory, type Facts, HiveError, type Host, osFamily, type Resource, sh} from '@hive-ci/cli'
import {z} from 'zod'
import {sshdIncludeFact, sshdSettings, withoutSshdSettings} from './sshd.ts'
import {account, closedAccount, type Person, userRecords} from './user-accounts.ts'
import {administrators, groupRecords, withoutRights} from './user-groups.ts'

const id = z.coerce.number().int().positive()
const groupsShape = z.record(z.string(), z.union([id, z.object({gid: id.optional()})]))
const usersShape = z.record(
  z.string(),
  z.object({
    uid: id.optional(),
    group: z.string().optional(),
    id_rsa_pub: z.union([z.string(), z.array(z.string())]).optional(),
  }),
)

/**
 * People's own accounts: `hive_user_groups` may do everything, `hive_users` log in by key, root does not log in. What
 * leaves the inventory loses what hive gave it.
 */
export const users = defineHostRole({
  name: 'users',
  group: 'servers',
  facts: {
    sshdInclude: sshdIncludeFact,
    recordedUsers: sh`ls ${userRecords}`,
    recordedGroups: sh`ls ${groupRecords}`,
    /** Of the user hive logs in as; '' where that is root. */
    loginUid: sh`printf %s "$SUDO_UID"`,
    /** Whether an earlier inventory closed the door of root. */
    rootIsOut: sh`grep -lqs -e 'Kept by hive, role users' -e 'hive users begin' /etc/ssh/sshd_config.d/00-hive-users.conf /etc/ssh/sshd_config && echo yes`,
  },

  resources(host, _site, facts) {
    const groups = read(host, 'hive_user_groups', groupsShape)
    const people = Object.entries(read(host, 'hive_users', usersShape)).map(([name, entry]) => person(name, entry))
    for (const {name, uid} of people) refuseNewNumber(host, name, uid, facts)
    const isWanted = host.variables.has('hive_users') || host.variables.has('hive_user_groups')
    return [
      ...(isWanted ? [directory(userRecords), directory(groupRecords)] : []),
      ...Object.entries(groups).flatMap(([name, entry]) =>
        administrators(host, name, typeof entry === 'number' ? entry : entry.gid),
      ),
      ...people.flatMap(each => account(host, each)),
      ...left(
        facts.recordedUsers,
        people.map(({name}) => name),
      ).map(name => closedAccount(host, name)),
      ...left(facts.recordedGroups, Object.keys(groups)).map(name => withoutRights(host, name)),
      ...rootsDoor(host, isWanted, facts),
    ]
  },
})

function rootsDoor(host: Host, isWanted: boolean, facts: Facts): Resource[] {
  const family = osFamily(host.name, facts)
  if (isWanted && host.admin !== 'root') return sshdSettings('users', ['PermitRootLogin no'], family, facts)
  return facts.rootIsOut === 'yes' ? withoutSshdSettings('users', family, facts) : []
}

function person(name: string, {uid, group, id_rsa_pub: keys = []}: z.infer<typeof usersShape>[string]): Person {
  const lines = typeof keys === 'string' ? keys.split('\n') : keys
  return {name, uid, group, keys: lines.map(key => key.trim()).filter(key => key !== '')}
}

/** The number of an account somebody works with cannot be changed, and its files would be somebody else's. */
function refuseNewNumber(host: Host, name: string, uid: number | undefined, {loginUid = ''}: Facts): void {
  if (name !== host.admin || uid === undefined || loginUid === '' || Number(loginUid) === uid) return
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_users gives ${name} the uid ${uid}, but hive itself logs in as ${name}, whose uid is ${loginUid}.`,
    {suggestions: [`Leave the uid of ${name} out. Nothing was changed on ${host.name}.`]},
  )
}

function left(recorded = '', wanted: readonly string[]): readonly string[] {
  return recorded.split('\n').filter(name => name !== '' && !wanted.includes(name))
}

function read<Shape extends z.ZodType>(host: Host, name: string, shape: Shape): z.infer<Shape> {
  const parsed = shape.safeParse(host.variables.get(name) ?? {})
  if (parsed.success) return parsed.data
  throw new HiveError('INVENTORY_INVALID', `${host.name}: ${name} is not right:\n${z.prettifyError(parsed.error)}`)
}
