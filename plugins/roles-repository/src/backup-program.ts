import {type Host, raw, type Shell, type Site, sh} from '@hive-ci/cli'
import {backupActions} from './backup-actions.ts'
import {backupEntries} from './backup-entries.ts'
import {joined} from './joined.ts'
import type {OwnBackup, OwnWork} from './own-backup.ts'

/** `/usr/bin/hive-backup.sh`: knows every backup of the inventory, needs nothing but this file, dexec and bash. */
export function backupProgram({homeDirectory}: Host, site: Site, own: readonly OwnBackup[]): string {
  return sh`${raw(usage)}
backups=${`${homeDirectory}/backup`}
${joined(own.map(({work: {functions}}) => functions))}
${ownFunction('pack_own', own, ({pack}) => pack)}
${ownFunction('unpack_own', own, ({unpack}) => unpack)}
${ownFunction('prove_own', own, ({prove}) => prove)}
${backupEntries(site, own)}
${raw(backupActions)}${raw(main)}`.text
}

/** A bash function that does for each target what its work says. */
function ownFunction(name: string, own: readonly OwnBackup[], part: (work: OwnWork) => Shell | undefined): Shell {
  const cases = own.map(({target, work}) => {
    const body = part(work)
    return body && sh`    ${target})\n  ${body}\n      ;;\n`
  })
  return sh`${raw(name)}() {
  case $target in
${joined(cases)}  esac
}
`
}

const usage = `#!/bin/bash
# Kept by hive, role backup-tools.
set -u -o pipefail
umask 077

usage() {
  cat >&2 <<'END'
Usage: hive-backup.sh [-r] [-l NAME,...] [--from FILE]
       hive-backup.sh --list [-l NAME,...]
       hive-backup.sh --status [-l NAME,...]
       hive-backup.sh --into ENGINE,CONTAINER --kind directory|command -l NAME
       hive-backup.sh --prove [-l NAME,...]
  Backs up all services that say how, the registry and Zabbix; -r restores the newest backups.
  -l      only these services, hive-registry or hive-zabbix
  --from  restore this file of the backup directory instead of the newest one
  --list  service, name, file, bytes, seconds since 1970 and checksum of each backup
  --status  service, name, newest file, its bytes and time, time and reason of the last failure, if the last failed
  --into  restore into a container that is there for that and compare
  --prove  restore what is no service's beside what is in use and compare, where there is a way
Exit status 1 when one of them failed.
END
  exit 2
}
`

const main = `
action=take limit='' from='' into='' kind=''
while [ $# -gt 0 ]; do
  case $1 in
    -r) action=put_back ;;
    -l) limit=\${2-}; shift ;;
    --from) from=\${2-}; shift ;;
    --list) action=list ;;
    --status) action=status ;;
    --into) action=drill into=\${2-}; shift ;;
    --prove) action=prove kind=provable ;;
    --kind) kind=\${2-}; shift ;;
    *) usage ;;
  esac
  shift || usage
done
case $from in */*) echo "--from names a file in $backups, without its directory" >&2; exit 2 ;; esac

# Whether the entry is one of those asked for.
is_wanted() {
  case ",\${limit:-$target}," in *,"$target",*) ;; *) return 1 ;; esac
  case $kind in
    directory) [ -n "$directory" ] && [ -z "$backup_command$restore_command" ] || return ;;
    command) [ -n "$backup_command$restore_command" ] || return ;;
    provable) [ -n "$is_provable" ] || return ;;
  esac
  [ -z "$from" ] || [ "\${from#"backup-$name-"}" = "\${from: -$((\${#ext} + 15))}" ]
}

wanted=() known=','
for ((number = 0; number < entries; number++)); do
  entry "$number"
  known=$known$target,
  if is_wanted; then wanted+=("$number"); fi
done
for target in \${limit//,/ }; do
  case $known in *",$target,"*) ;; *) echo "hive-backup.sh: $target has no backup_scripts" >&2; exit 2 ;; esac
done
if [ -n "$from" ] && [ "\${#wanted[@]}" -eq 0 ]; then
  echo "hive-backup.sh: $from is no backup of \${limit:-any service}" >&2
  exit 2
fi

if [ "$action" = list ] || [ "$action" = status ]; then
  for number in "\${wanted[@]}"; do entry "$number" && "$action"; done
  exit
fi
mkdir -p "$backups" || exit
exec 9>"$backups/.lock"
flock -n 9 || { echo 'hive-backup.sh: another one is at work' >&2; exit 1; }
trap 'rm -f "$backups/.part" "$backups/.latest" "$backups/.reasons"' EXIT
failures=0
for number in "\${wanted[@]}"; do
  entry "$number"
  said=''
  if "$action" 2>"$backups/.reasons" 9>&-; then
    printf 'OK %s/%s %s\\n' "$target" "$name" "$said"
    [ "$action" != take ] || rm -f "$backups/.failed-$name"
  else
    reason=$(tail -n 1 "$backups/.reasons")
    printf 'FAIL %s/%s %s\\n' "$target" "$name" "$reason"
    [ "$action" != take ] || printf '%s\\n' "\${reason:-no reason given}" >"$backups/.failed-$name"
    failures=$((failures + 1))
  fi
  cat "$backups/.reasons" >&2
done
[ "$failures" -eq 0 ]
`
