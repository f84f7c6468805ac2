import {sh} from '@hive-ci/cli'
import type {OwnWork} from '../own-backup.ts'
import {dumpFunctions} from './dump.ts'

/**
 * The database of the host's PostgreSQL. A dump is restored into a database beside the one in use; only when it is whole do
 * the two change names, for which server and page stand still. No password is needed: the socket knows who asks.
 */
export const packagedBackup: OwnWork = {
  functions: sh`${dumpFunctions('PostgreSQL')}
zabbix_psql() { (cd / && sudo -n -u "$1" psql -qAtX -v ON_ERROR_STOP=1 -v VERBOSITY=terse "\${@:2}"); }
zabbix_sql() { zabbix_psql postgres "$@"; }

zabbix_drop() { zabbix_sql -c 'SET client_min_messages = warning' -c "DROP DATABASE IF EXISTS $1" postgres; }

# Loads the dump into a database of its own. Without statistics of it, linking a host to its templates takes minutes.
zabbix_load() {
  zabbix_drop "$2" && has_room "$1" "$(zabbix_sql -c 'SHOW data_directory' postgres)" &&
    zabbix_sql -c "CREATE DATABASE $2 OWNER zabbix TEMPLATE template0 ENCODING 'UTF8'" postgres &&
    gzip -dc "$1" | zabbix_psql zabbix -c 'SET synchronous_commit = off' -f - "$2" >/dev/null &&
    is_no_newer "$(zabbix_version "$2")" "$(zabbix_version zabbix)" && zabbix_sql -c ANALYZE "$2"
}

zabbix_version() { zabbix_sql -c 'SELECT mandatory FROM dbversion' "$1"; }

# Both names change at once, or neither.
zabbix_change_over() {
  zabbix_sql -1 -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'zabbix'" \\
    -c 'ALTER DATABASE zabbix RENAME TO zabbix_replaced' -c 'ALTER DATABASE zabbix_restored RENAME TO zabbix' \\
    postgres >/dev/null
}
`,
  pack: sh`(cd / && sudo -n -u postgres pg_dump --no-owner --no-privileges zabbix) | gzip`,
  unpack: sh`local words units=(zabbix-server.service hive-zabbix-web.service)
  is_whole_dump "$1" || return
  if ! words=$(zabbix_drop zabbix_replaced 2>&1 && zabbix_load "$1" zabbix_restored 2>&1); then
    zabbix_drop zabbix_restored
    echo "Zabbix goes on with the database it has: $(reason_of "$words")" >&2
    return 1
  fi
  if ! words=$(sudo -n systemctl stop "\${units[@]}" 2>&1 && zabbix_change_over 2>&1); then
    sudo -n systemctl start "\${units[@]}"
    zabbix_drop zabbix_restored
    echo "Zabbix goes on with the database it has: $(reason_of "$words")" >&2
    return 1
  fi
  sudo -n systemctl start "\${units[@]}" && zabbix_drop zabbix_replaced`,
  prove: sh`local words status
  is_whole_dump "$1" || return
  if words=$(zabbix_load "$1" zabbix_drill 2>&1); then
    words=$(zabbix_sql -F ' ' -c "$count_zabbix" zabbix_drill)
    compare_zabbix "$words" "$(zabbix_sql -F ' ' -c "$count_zabbix" zabbix)"
    status=$?
  else
    echo "the dump cannot be loaded: $(reason_of "$words")" >&2
    status=1
  fi
  zabbix_drop zabbix_drill && return "$status"`,
}
