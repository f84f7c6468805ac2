import {sh} from '@hive-ci/cli'
import type {OwnWork} from '../own-backup.ts'
import {dumpFunctions} from './dump.ts'

/**
 * The database of the compose project. Its user may have no second one beside it, so what is in use is dumped aside before
 * it is replaced, and put back when that fails. The container has the password in its environment, and there it stays.
 */
export const containedBackup: OwnWork = {
  functions: sh`${dumpFunctions('MariaDB')}
# shellcheck disable=SC2016
zabbix_sql() {
  docker exec -i zabbix-database sh -c 'MYSQL_PWD=$MYSQL_PASSWORD exec mariadb -N -B -u zabbix "$@"' sh "$@"
}

# shellcheck disable=SC2016
zabbix_dump() {
  docker exec zabbix-database sh -c 'MYSQL_PWD=$MYSQL_PASSWORD exec mariadb-dump --single-transaction -u zabbix zabbix' |
    gzip
}

zabbix_version() { zabbix_sql -e 'SELECT mandatory FROM dbversion' zabbix 2>/dev/null; }

zabbix_replace() {
  zabbix_sql -e 'DROP DATABASE IF EXISTS zabbix' &&
    zabbix_sql -e 'CREATE DATABASE zabbix CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' &&
    gzip -dc "$1" | zabbix_sql zabbix
}

# Databases of drills, those of drills that were killed as well.
zabbix_drop_copies() {
  docker ps -aq --filter label=hive.drill=hive-zabbix | xargs -r docker rm -f -v >/dev/null
}

# A new, empty database of the same image, without network; prints the name of its container when it answers.
zabbix_copy() {
  local image copy tries=0
  image=$(docker inspect -f '{{.Image}}' zabbix-database) &&
    copy=$(docker run -d --network none --label hive.drill=hive-zabbix -e MARIADB_DATABASE=zabbix \\
      -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=yes "$image" --character-set-server=utf8mb4 \\
      --collation-server=utf8mb4_bin) || return
  until docker exec "$copy" mariadb -h 127.0.0.1 -e 'SELECT 1' zabbix >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || return
    sleep 1
  done
  printf '%s\\n' "$copy"
}
`,
  pack: sh`zabbix_dump`,
  unpack: sh`local words here aside=$backups/.zabbix-before
  is_whole_dump "$1" && has_room "$1" "$(docker info -f '{{.DockerRootDir}}')" || return
  here=$(zabbix_version)
  docker stop zabbix-server zabbix-web >/dev/null || return
  # One that cannot be dumped is not worth keeping.
  zabbix_dump >"$aside" 2>/dev/null || rm -f "$aside"
  if words=$(zabbix_replace "$1" 2>&1 && is_no_newer "$(zabbix_version)" "$here" 2>&1); then
    rm -f "$aside"
    docker start zabbix-server zabbix-web >/dev/null
    return
  fi
  if [ -f "$aside" ] && zabbix_replace "$aside"; then
    rm -f "$aside"
    docker start zabbix-server zabbix-web >/dev/null
    echo "Zabbix has the database again that it had: $(reason_of "$words")" >&2
    return 1
  fi
  words=$(reason_of "$words")
  [ ! -f "$aside" ] || words="$words (what it had is in $aside)"
  echo "Zabbix stands still, its database is not whole: $words" >&2
  return 1`,
  prove: sh`local words copy='' status=1
  is_whole_dump "$1" && has_room "$1" "$(docker info -f '{{.DockerRootDir}}')" && zabbix_drop_copies || return
  if ! copy=$(zabbix_copy); then
    echo 'the new container for the drill does not answer' >&2
  elif ! words=$(gzip -dc "$1" | docker exec -i "$copy" mariadb -h 127.0.0.1 zabbix 2>&1); then
    echo "the dump cannot be loaded: $(reason_of "$words")" >&2
  else
    words=$(docker exec "$copy" mariadb -h 127.0.0.1 -N -B -e "$count_zabbix" zabbix)
    compare_zabbix "$words" "$(zabbix_sql -e "$count_zabbix" zabbix)"
    status=$?
  fi
  zabbix_drop_copies && return "$status"`,
}
