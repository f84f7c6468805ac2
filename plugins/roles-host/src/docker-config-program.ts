/**
 * Python: `check|apply CONFIG MEMORY OWNER GROUP`, the wanted entry as JSON on standard input. Everything else in CONFIG
 * (logins to registries) stays; MEMORY holds what was written last. Killed anywhere, the next run finds what is left to do.
 */
export const dockerConfigProgram = `
import grp, json, os, pwd, sys

task, config, memory, owner, group = sys.argv[1:]
wanted = json.load(sys.stdin)

def read(path):
    try:
        with open(path) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}
    except ValueError as error:
        sys.exit('%s is no JSON, so docker cannot read it either: %s' % (path, error))

def write(path, content, uid, gid):
    new = path + '.hive'
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'w') as file:
        json.dump(content, file, indent=2)
    os.chmod(new, 0o600)
    os.chown(new, uid, gid)
    os.rename(new, path)

found, ours = read(config), read(memory)
entry = dict(found.get('proxies', {}).get('default', {}))
for name, value in ours.items():
    if entry.get(name) == value:
        del entry[name]
entry.update(wanted)
proxies = dict(found.get('proxies', {}), default=entry)
target = dict(found, proxies={name: value for name, value in proxies.items() if value})
if not target['proxies']:
    del target['proxies']

uid, gid = pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid
state = os.stat(config) if os.path.exists(config) else None
is_closed = state is None or (state.st_mode & 0o777, state.st_uid, state.st_gid) == (0o600, uid, gid)
is_right = target == found and ours == wanted and os.path.exists(memory) == bool(wanted) and is_closed

if task == 'check':
    sys.exit(0 if is_right else 1)
if wanted:
    write(memory, wanted, 0, 0)
if target != found or not is_closed:
    write(config, target, uid, gid)
if not wanted:
    os.remove(memory)
`
