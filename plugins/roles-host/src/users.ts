import {
  authorizedKey,
  defineHostRole,
  file,
  group,
  HiveError,
  type Host,
  osFamily,
  type Resource,
  user,
} from '@hive-ci/cli'
import {z} from 'zod'
import {sshdIncludeFact, sshdSettings} from './sshd.ts'

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

/** People's own accounts: `hive_user_groups` may do everything, `hive_users` log in by key, root does not log in. */
export const users = defineHostRole({
  name: 'users',
  group: 'servers',
  facts: {sshdInclude: sshdIncludeFact},
  appliesTo: host => host.variables.has('hive_users') || host.variables.has('hive_user_groups'),

  resources(host, _site, facts) {
    return [
      ...Object.entries(read(host, 'hive_user_groups', groupsShape)).flatMap(([name, entry]) =>
        administrators(name, typeof entry === 'number' ? entry : entry.gid),
      ),
      ...Object.entries(read(host, 'hive_users', usersShape)).flatMap(([name, person]) => account(name, person)),
      ...(host.admin === 'root'
        ? []
        : sshdSettings('users', ['PermitRootLogin no'], osFamily(host.name, facts), facts)),
    ]
  },
})

function administrators(name: string, gid: number | undefined): Resource[] {
  return [
    group(name, gid === undefined ? {} : {gid}),
    // sudo passes over files with a dot in their name.
    file(`/etc/sudoers.d/${name.replaceAll('.', '_')}`, {content: `%${name} ALL=(ALL) NOPASSWD: ALL\n`, mode: '0440'}),
  ]
}

function account(
  name: string,
  {uid, group: membership, id_rsa_pub: keys = []}: z.infer<typeof usersShape>[string],
): Resource[] {
  const lines = (typeof keys === 'string' ? keys.split('\n') : keys).map(key => key.trim()).filter(key => key !== '')
  return [
    user(name, {...(uid === undefined ? {} : {uid}), groups: membership === undefined ? [] : [membership]}),
    ...lines.map(key => authorizedKey(name, key)),
  ]
}

function read<Shape extends z.ZodType>(host: Host, name: string, shape: Shape): z.infer<Shape> {
  const parsed = shape.safeParse(host.variables.get(name) ?? {})
  if (parsed.success) return parsed.data
  throw new HiveError('INVENTORY_INVALID', `${host.name}: ${name} is not right:\n${z.prettifyError(parsed.error)}`)
}
