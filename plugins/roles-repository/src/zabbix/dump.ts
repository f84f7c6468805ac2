import {type Shell, sh} from '@hive-ci/cli'

/**
 * bash functions for dumps of Zabbix's database, whichever `database` it has on this host. Reasons stand on standard error.
 */
export function dumpFunctions(database: 'PostgreSQL' | 'MariaDB'): Shell {
  return sh`
# A dump of this database that came to its end: hive-builder kept those that broke off, too.
is_whole_dump() {
  local kind file=\${1##*/}
  case $(gzip -dc "$1" 2>/dev/null | head -c 2000 | tr -d '\\0') in
    *'-- PostgreSQL database dump'*) kind=PostgreSQL ;;
    *'-- MySQL dump'* | *'-- MariaDB dump'*) kind=MariaDB ;;
    *) echo "$file is no dump of a database" >&2; return 1 ;;
  esac
  if [ "$kind" != ${database} ]; then
    echo "$file is a dump of $kind, and the Zabbix of this host has its database in" ${database} >&2
    return 1
  fi
  case $(gzip -dc "$1" | tail -n 20) in
    *'-- PostgreSQL database dump complete'* | *'-- Dump completed'*) ;;
    *) echo "$file breaks off before its end" >&2; return 1 ;;
  esac
}

# The tables take up to twice what the dump has, with their indexes.
has_room() {
  local wanted there
  wanted=$(($(gzip -dc "$1" | wc -c) * 2)) && there=$(df --output=avail -B1 "$2" | tail -n 1) || return
  [ "$there" -gt "$wanted" ] || { echo "\${1##*/} may take $wanted bytes, and $2 has $there left" >&2; return 1; }
}

# Versions as Zabbix counts them, that of the dump and that of the database in use: a server starts with older ones alone.
is_no_newer() {
  [ -n "$1" ] || { echo 'the dump is none of Zabbix' >&2; return 1; }
  [ "$1" -le "\${2:-$1}" ] || { echo "the dump is of a newer Zabbix ($1) than that of this host ($2)" >&2; return 1; }
}

# The numbers of tables, hosts and items, of the copy and of the database in use.
compare_zabbix() {
  local tables hosts items tables_in_use hosts_in_use items_in_use
  read -r tables hosts items <<<"$1" && read -r tables_in_use hosts_in_use items_in_use <<<"$2" || return
  said="$tables tables, $hosts hosts and templates, $items items"
  [ "$tables" -eq "$tables_in_use" ] && [ "$((hosts * 2))" -ge "$hosts_in_use" ] &&
    [ "$items" -gt 0 ] && [ "$((items * 2))" -ge "$items_in_use" ] && return
  echo "$said restored, and $tables_in_use tables, $hosts_in_use hosts and templates, $items_in_use items are in use" >&2
  return 1
}

# The line of many that names the error: statements are quoted after it.
reason_of() { grep -m 1 ERROR <<<"$1" || printf '%s\\n' "\${1##*$'\\n'}"; }

count_zabbix="SELECT (SELECT count(*) FROM information_schema.tables WHERE table_schema IN ('public', 'zabbix')),
  (SELECT count(*) FROM hosts), (SELECT count(*) FROM items)"
`
}
