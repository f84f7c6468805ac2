import {command, type Resource, service, sh} from '@hive-ci/cli'

/** `hive_sql ARGUMENT...`: psql as the database's own administrator. */
export const sqlFunction = sh`hive_sql() { (cd / && runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 "$@"); }`

/**
 * The database `zabbix` of the host's PostgreSQL, filled, or not there at all: it gets its name when it is whole. Without
 * statistics of what it was filled with, linking a host to its templates takes minutes.
 */
export const packagedDatabase: readonly Resource[] = [
  service('postgresql.service', {enabled: true, running: true}),
  command('the database of Zabbix is there', {
    define: sqlFunction,
    check: sh`[ "$(hive_sql -c "SELECT count(*) FROM pg_database WHERE datname = 'zabbix'" postgres)" = 1 ]`,
    apply: sh`hive_tries=0
until hive_sql -c 'SELECT 1' postgres >/dev/null 2>&1 || [ "$hive_tries" -ge 100 ]; do
  hive_tries=$((hive_tries + 1))
  sleep 0.2
done
[ "$(hive_sql -c "SELECT count(*) FROM pg_roles WHERE rolname = 'zabbix'" postgres)" = 1 ] ||
  hive_sql -c 'CREATE ROLE zabbix LOGIN' postgres || exit
hive_sql -c 'DROP DATABASE IF EXISTS zabbix_new' -c "CREATE DATABASE zabbix_new OWNER zabbix TEMPLATE template0 ENCODING 'UTF8'" postgres &&
  for hive_part in schema images data; do
    gzip -dc "/usr/share/zabbix-server-pgsql/$hive_part.sql.gz" || exit
  done | (cd / && PGOPTIONS='-c synchronous_commit=off' runuser -u zabbix -- psql -qX -v ON_ERROR_STOP=1 zabbix_new) >/dev/null &&
  [ "$(hive_sql -c 'SELECT count(*) > 0 FROM users' zabbix_new)" = t ] &&
  hive_sql -c ANALYZE zabbix_new &&
  hive_sql -c 'ALTER DATABASE zabbix_new RENAME TO zabbix' postgres`,
  }),
]
