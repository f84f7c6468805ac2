import type {Site} from '@hive-ci/cli'

/**
 * `/usr/lib/hive/zabbix-services`: what Zabbix asks of the site's services, on the repository host. It runs as the login
 * user, whose certificate the engines know; names are all that others may choose.
 */
export function zabbixServices({name, hosts}: Site): string {
  const managers = hosts.filter(({isHive}) => isHive).map(host => `tcp://${host.name}:2376`)
  return `#!/bin/bash
# Kept by hive, role zabbix-agent.
# Usage: zabbix-services services | standalone | units | volumes
#        zabbix-services running | desired | replicas | uptime | limit | cpu | memory | percent | failed SERVICE
#        zabbix-services volume SERVICE PATH | unit SERVICE UNIT
# shellcheck disable=SC2016
set -u -o pipefail
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export DOCKER_TLS_VERIFY=1
managers='${managers.join(' ')}'
site='${name}'
${actions}`
}

const actions = `action=\${1-} service=\${2-} which=\${3-}
case $service$which in *[!A-Za-z0-9_./%@:-]*) exit 2 ;; esac
case $service in -* | */*) exit 2 ;; esac
case $which in -*) exit 2 ;; esac

# Only managers answer this.
find_manager() {
  for manager in $managers; do
    docker -H "$manager" service ls -q >/dev/null 2>&1 && return
  done
  echo 'no manager of the swarm answers' >&2
  exit 1
}

ask() { docker -H "$manager" "$@" </dev/null; }

# Prints its input, one line of words for each thing, as the list Zabbix makes items from; the words are named after.
listed() {
  awk -v names="$*" 'BEGIN {count = split(names, name, " "); printf "["}
    {
      printf "%s{", (NR > 1 ? "," : "")
      for (i = 1; i <= count; i++) printf "%s\\"{#%s}\\":\\"%s\\"", (i > 1 ? "," : ""), name[i], $i
      printf "}"
    }
    END {print "]"}'
}

# running/desired
replicas() {
  ask service ls --filter "name=$service" --format '{{.Name}} {{.Replicas}}' |
    awk -v name="$service" '$1 == name {print $2; found = 1} END {exit !found}'
}

# "container node" of each task that runs.
tasks() {
  ask service ps --no-trunc --filter desired-state=running \\
    --format '{{.Name}}.{{.ID}} {{.Node}} {{.CurrentState}}' "$service" | sed -n 's/ Running .*//p'
}

# "processor% memory% bytes" of each task that runs, asked of all nodes at once.
usage() {
  tasks | while read -r container node; do
    docker -H "tcp://$node.$site:2376" stats --no-stream \\
      --format '{{.CPUPerc}} {{.MemPerc}} {{.MemUsage}}' "$container" </dev/null &
  done | awk '
    BEGIN {size["B"] = 1; size["KiB"] = 1024; size["MiB"] = 1024 ^ 2; size["GiB"] = 1024 ^ 3; size["TiB"] = 1024 ^ 4}
    {unit = $3; gsub(/[0-9.]/, "", unit); printf "%s %s %.0f\\n", $1 + 0, $2 + 0, $3 * size[unit]}'
}

highest() { awk -v field="$1" 'NR == 1 || $field > most {most = $field} END {if (NR == 0) exit 1; print most}'; }

# inside SERVICE COMMAND...
inside() { dexec -n "$@" </dev/null; }

# inner_units SERVICE: those that are expected to be up.
inner_units() {
  inside "$1" sh -c 'systemctl list-unit-files --plain --no-legend --no-pager --type=service --state=enabled | while read -r unit _; do
    case $unit in *@.service) continue ;; esac
    case $(systemctl show --property Type --value "$unit") in oneshot | dbus) ;; *) echo "$unit" ;; esac
  done' | tr @ %
}

find_manager
case $action in
  services) ask service ls --format '{{.Name}}' | sort | listed SERVICE ;;
  standalone) ask service ls --filter label=HIVE_STANDALONE=True --format '{{.Name}}' | sort | listed SERVICE ;;
  units)
    ask service ls --filter label=HIVE_STANDALONE=True --format '{{.Name}}' | sort | while read -r each; do
      inner_units "$each" 2>/dev/null | sed "s/^/$each /"
    done | listed SERVICE UNIT
    ;;
  volumes)
    names=$(ask service ls -q)
    # shellcheck disable=SC2086
    [ -z "$names" ] || ask service inspect --format \\
      '{{$n := .Spec.Name}}{{range .Spec.TaskTemplate.ContainerSpec.Mounts}}{{if eq (print .Type) "volume"}}{{$n}} {{.Target}}{{println}}{{end}}{{end}}' \\
      $names | awk 'NF == 2' | sort -u | listed SERVICE PATH
    [ -n "$names" ] || echo '[]'
    ;;
  running) replicas | cut -d / -f 1 ;;
  desired) replicas | cut -d / -f 2 ;;
  replicas) replicas | awk -F / '{print ($2 > 0 ? int($1 * 100 / $2) : 100)}' ;;
  uptime)
    ids=$(ask service ps -q --no-trunc --filter desired-state=running "$service") && [ -n "$ids" ] || exit 1
    # shellcheck disable=SC2086
    ask inspect --type task --format '{{.Status.State}} {{.Status.Timestamp}}' $ids | while read -r state day time _; do
      [ "$state" != running ] || date -u -d "\${day%%T*} \${time:-\${day#*T}}" +%s
    done | sort -n | awk '{last = $1} END {if (NR == 0) exit 1; "date +%s" | getline now; print now - last}'
    ;;
  limit)
    ask service inspect --format \\
      '{{with .Spec.TaskTemplate.Resources}}{{with .Limits}}{{.MemoryBytes}}{{end}}{{end}}' "$service" | awk '{print $1 + 0}'
    ;;
  cpu) usage | highest 1 ;;
  percent) usage | highest 2 ;;
  memory) usage | awk '{sum += $3} END {if (NR == 0) exit 1; printf "%.0f\\n", sum}' ;;
  failed) inside "$service" systemctl list-units --plain --no-legend --no-pager --state=failed | grep -c . || : ;;
  volume) inside "$service" df -P -- "$which" | awk 'NR == 2 {print $5 + 0; found = 1} END {exit !found}' ;;
  unit)
    inside "$service" sh -c 'read -r now _ </proc/uptime; echo "$now $(systemctl show --property ActiveEnterTimestampMonotonic --value "$1")"' \\
      sh "\${which//%/@}" | awk '{print ($2 > 0 ? int($1 - $2 / 1000000) : 0)}'
    ;;
  *) exit 2 ;;
esac
`
