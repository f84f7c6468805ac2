import type {Site} from '@hive-ci/cli'

/** `dexec`: runs a command in the Nth running task of a service, wherever that task is. */
export function dexec(site: Site): string {
  const hives = site.hosts.filter(host => host.isHive).map(host => host.name)
  return `#!/bin/sh
# Kept by hive, role docker-client.
usage() {
  cat >&2 <<'END'
Usage: dexec [-1|-2|-3|...] [-n] [-w] service command...
  -N  the Nth running task of the service (1)
  -n  without a terminal
  -w  print the node and the container instead of running a command
The swarm is asked through DOCKER_HOST, or else through the first hive that answers.
END
  exit 2
}

task=1 terminal=yes where=''
while :; do
  case $1 in
    -[1-9]) task=\${1#-} ;;
    -n) terminal='' ;;
    -w) where=yes ;;
    -*) usage ;;
    *) break ;;
  esac
  shift
done
service=$1
[ -n "$service" ] || usage
shift
[ -n "$where" ] || [ $# -gt 0 ] || usage

hives='${hives.map(name => `tcp://${name}:2376`).join(' ')}'
site=\${HIVE_NAME:-${site.name}}
export DOCKER_TLS_VERIFY=1

# The service's running tasks, one "name.id node" each.
tasks() {
  docker -H "$1" service ps --no-trunc --filter desired-state=running \\
    --format '{{.Name}}.{{.ID}} {{.Node}} {{.CurrentState}}' "$service" | sed -n 's/ Running .*//p'
}

# The first manager that knows the service; when there is none, the last one's words say why.
manager() {
  for host in \${DOCKER_HOST:-$hives}; do
    docker -H "$host" service inspect --format '{{.ID}}' "$service" >/dev/null 2>&1 && printf '%s\\n' "$host" && return
  done
  docker -H "$host" service inspect --format '{{.ID}}' "$service" >/dev/null
}

manager=$(manager) || exit 1
chosen=$(tasks "$manager" | sed -n "\${task}p")
if [ -z "$chosen" ]; then
  printf 'dexec: service %s has no running task %s\\n' "$service" "$task" >&2
  exit 1
fi
node=tcp://\${chosen##* }.$site:2376 container=\${chosen%% *}
if [ -n "$where" ]; then
  printf '%s %s\\n' "$node" "$container"
elif [ -n "$terminal" ] && [ -t 0 ] && [ -t 1 ]; then
  exec docker -H "$node" exec -it "$container" "$@"
else
  exec docker -H "$node" exec -i "$container" "$@"
fi
`
}

/** `dsh`: an interactive shell in a task, the best one its image has. */
export const dsh = `#!/bin/sh
# Kept by hive, role docker-client. Usage: dsh [-1|-2|-3|...] service
case $# in
  1 | 2) ;;
  *) echo 'Usage: dsh [-1|-2|-3|...] service' >&2; exit 2 ;;
esac
size=$(stty size 2>/dev/null) || size='24 80'
# shellcheck disable=SC2016
exec dexec "$@" env "TERM=\${TERM:-xterm}" "LINES=\${size% *}" "COLUMNS=\${size#* }" \\
  sh -c 'for shell in ash bash; do command -v "$shell" >/dev/null && exec "$shell"; done; exec sh'
`

/** `dcp`: copies a file between here and a task; `service:path` on one side. */
export const dcp = `#!/bin/sh
# Kept by hive, role docker-client.
usage() {
  cat >&2 <<'END'
Usage: dcp [-1|-2|-3|...] [-a] [-L] source destination
  One of them is service:path, the other a path here, or - for a tar archive.
  -N  the Nth running task of the service (1)
  -a  keep owners and modes
  -L  follow links in the source
END
  exit 2
}

task=-1 flags=''
while :; do
  case $1 in
    -[1-9]) task=$1 ;;
    -a | -L) flags="$flags $1" ;;
    -?*) usage ;;
    *) break ;;
  esac
  shift
done
[ $# -eq 2 ] || usage

# locate SERVICE: sets node and container.
locate() {
  found=$(dexec "$task" -w "$1") || exit 1
  node=\${found%% *} container=\${found#* }
}

export DOCKER_TLS_VERIFY=1
case $1,$2 in
  *:*,*:*) usage ;;
  *:*,*)
    locate "\${1%%:*}"
    # shellcheck disable=SC2086
    exec docker -H "$node" cp $flags -- "$container:\${1#*:}" "$2"
    ;;
  *,*:*)
    locate "\${2%%:*}"
    # shellcheck disable=SC2086
    exec docker -H "$node" cp $flags -- "$1" "$container:\${2#*:}"
    ;;
  *) usage ;;
esac
`
