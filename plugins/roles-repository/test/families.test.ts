import {expect, test} from 'vitest'
import {makeService} from '../../../test/support/service.ts'
import {makeSite} from '../../../test/support/site.ts'
import {differences} from '../../roles-host/test/differences.ts'
import repositoryRoles from '../src/index.ts'

const service = makeService('web', {
  monitorError: ['Error'],
  backupScripts: [{name: 'data', ext: 'tar.gz', batchScripts: [], directory: '/data'}],
})
const site = {...makeSite({hosts: 2, settings: {tls_logging: true}}), services: [service]}

test('what each role leaves in some systems and not in all of them', async () => {
  const {roles} = await repositoryRoles()
  const [repository] = site.hosts.filter(({isRepository}) => isRepository)
  const table = roles.flatMap(role =>
    role.kind === 'host' && repository !== undefined ? differences(role, repository, site) : [],
  )
  expect(table.join('\n')).toMatchInlineSnapshot(`
    "registry on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      packages:docker-registry
      file:/etc/docker/registry/config.yml
            rootdirectory: /var/lib/docker-registry
      file:/etc/docker/registry/key.pem
        hive_write '/etc/docker/registry/key.pem' '600' 'docker-registry' 'docker-registry' content
      file:/etc/docker/registry/cert.pem
        hive_write '/etc/docker/registry/cert.pem' '600' 'docker-registry' 'docker-registry' content
      file:/etc/docker/registry/htpasswd
        hive_write '/etc/docker/registry/htpasswd' '600' 'docker-registry' 'docker-registry' content
      directory:/var/lib/docker-registry
        mkdir -p -- '/var/lib/docker-registry' && hive_make_like '/var/lib/docker-registry' '755' 'docker-registry' 'docker-registry'
      directory:/etc/systemd/system/docker-registry.service.d
      file:/etc/systemd/system/docker-registry.service.d/hive.conf
        content() {
        printf %s '[Service]
        Restart=always
        RestartSec=5s
        '
        }
      service:docker-registry.service
        after file:/etc/systemd/system/docker-registry.service.d/hive.conf, file:/etc/docker/registry/config.yml, file:/etc/docker/registry/key.pem, file:/etc/docker/registry/cert.pem, file:/etc/docker/registry/htpasswd: hive_restart 'docker-registry.service' restart
      command:the registry answers on port 5000
          [ "$tries" -lt '100' ] || { journalctl -q -n 15 -o cat -u docker-registry; exit 1; }
      file:/usr/bin/hive-registry-cleaning.sh
          echo '\\''/var/lib/docker-registry'\\''
          mkdir -p /run/systemd/system/docker-registry.service.d &&
            printf '\\''%s\\n'\\'' '\\''[Service]'\\'' '\\''Environment="REGISTRY_STORAGE_MAINTENANCE_READONLY={enabled: true}"'\\'' >/run/systemd/system/docker-registry.service.d/read-only.conf &&
            systemctl daemon-reload && systemctl restart docker-registry.service
          setpriv --reuid '\\''docker-registry'\\'' --regid '\\''docker-registry'\\'' --init-groups docker-registry garbage-collect /etc/docker/registry/config.yml
          rm -f /run/systemd/system/docker-registry.service.d/read-only.conf
          systemctl daemon-reload
          systemctl restart docker-registry.service
    registry on EL 8, EL 9, EL 10
      packages:docker-compose,docker-compose-plugin
        if command -v dpkg >/dev/null; then hive_add_packages 'docker-compose'; else hive_add_packages 'docker-compose-plugin'; fi
    registry on EL 8, EL 9, EL 10, Amazon 2023
      file:/etc/docker/registry/config.yml
            rootdirectory: /var/lib/registry
      file:/etc/docker/registry/key.pem
        hive_write '/etc/docker/registry/key.pem' '600' 'root' 'root' content
      file:/etc/docker/registry/cert.pem
        hive_write '/etc/docker/registry/cert.pem' '600' 'root' 'root' content
      file:/etc/docker/registry/htpasswd
        hive_write '/etc/docker/registry/htpasswd' '600' 'root' 'root' content
      docker-image:registry:2
      compose-project:registry
        content() {
        printf %s 'services:
          registry:
            image: registry:2
            container_name: registry
            restart: always
            command: [/etc/docker/registry/config.yml]
            ports: ['\\''5000:5000'\\'']
            volumes:
              - /etc/docker/registry:/etc/docker/registry:ro,z
              - regdata:/var/lib/registry
        volumes:
          regdata: {}
        '
        }
        after file:/etc/docker/registry/config.yml, file:/etc/docker/registry/key.pem, file:/etc/docker/registry/cert.pem, file:/etc/docker/registry/htpasswd: hive_compose '/etc/docker/registry' 'registry' restart
      command:the registry answers on port 5000
          [ "$tries" -lt '1500' ] || { docker logs --tail 15 registry; exit 1; }
      file:/usr/bin/hive-registry-cleaning.sh
          docker volume inspect --format '\\''{{.Mountpoint}}'\\'' registry_regdata
          docker stop registry >/dev/null
          docker run --rm --volumes-from registry '\\''registry:2'\\'' garbage-collect /etc/docker/registry/config.yml
          docker start registry >/dev/null
    registry on Amazon 2023
      command:docker compose is there
        printf '%s\\n' 'Amazon Linux has no package of docker compose, and without it there are no containers of the repository host. Let a role "addon" put it into /usr/local/lib/docker/cli-plugins, or take another system for the repository host.' >&2; false
    backup-tools on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      file:/usr/bin/hive-backup.sh
          if [ "$kind" != '\\''PostgreSQL'\\'' ]; then
            echo "$file is a dump of $kind, and the Zabbix of this host has its database in" '\\''PostgreSQL'\\'' >&2
        zabbix_psql() { (cd / && sudo -n -u "$1" psql -qAtX -v ON_ERROR_STOP=1 -v VERBOSITY=terse "\${@:2}"); }
        zabbix_sql() { zabbix_psql postgres "$@"; }
        zabbix_drop() { zabbix_sql -c '\\''SET client_min_messages = warning'\\'' -c "DROP DATABASE IF EXISTS $1" postgres; }
        # Loads the dump into a database of its own. Without statistics of it, linking a host to its templates takes minutes.
        zabbix_load() {
          zabbix_drop "$2" && has_room "$1" "$(zabbix_sql -c '\\''SHOW data_directory'\\'' postgres)" &&
            zabbix_sql -c "CREATE DATABASE $2 OWNER zabbix TEMPLATE template0 ENCODING '\\''UTF8'\\''" postgres &&
            gzip -dc "$1" | zabbix_psql zabbix -c '\\''SET synchronous_commit = off'\\'' -f - "$2" >/dev/null &&
            is_no_newer "$(zabbix_version "$2")" "$(zabbix_version zabbix)" && zabbix_sql -c ANALYZE "$2"
        zabbix_version() { zabbix_sql -c '\\''SELECT mandatory FROM dbversion'\\'' "$1"; }
        # Both names change at once, or neither.
        zabbix_change_over() {
          zabbix_sql -1 -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\\''zabbix'\\''" \\
            -c '\\''ALTER DATABASE zabbix RENAME TO zabbix_replaced'\\'' -c '\\''ALTER DATABASE zabbix_restored RENAME TO zabbix'\\'' \\
            postgres >/dev/null
          sudo -n tar czf - -C '\\''/var/lib/docker-registry'\\'' . || [ $? -eq 1 ]
          (cd / && sudo -n -u postgres pg_dump --no-owner --no-privileges zabbix) | gzip
          local status
          sudo -n systemctl stop docker-registry.service || return
          sudo -n rm -rf '\\''/var/lib/docker-registry/docker'\\'' && sudo -n tar xzpf - -C '\\''/var/lib/docker-registry'\\'' <"$1"
          status=$?
          sudo -n systemctl start docker-registry.service && return "$status"
          local words units=(zabbix-server.service hive-zabbix-web.service)
          is_whole_dump "$1" || return
          if ! words=$(zabbix_drop zabbix_replaced 2>&1 && zabbix_load "$1" zabbix_restored 2>&1); then
            zabbix_drop zabbix_restored
            echo "Zabbix goes on with the database it has: $(reason_of "$words")" >&2
          if ! words=$(sudo -n systemctl stop "\${units[@]}" 2>&1 && zabbix_change_over 2>&1); then
            sudo -n systemctl start "\${units[@]}"
            zabbix_drop zabbix_restored
            echo "Zabbix goes on with the database it has: $(reason_of "$words")" >&2
          sudo -n systemctl start "\${units[@]}" && zabbix_drop zabbix_replaced
          local words status
          is_whole_dump "$1" || return
          if words=$(zabbix_load "$1" zabbix_drill 2>&1); then
            words=$(zabbix_sql -F '\\'' '\\'' -c "$count_zabbix" zabbix_drill)
            compare_zabbix "$words" "$(zabbix_sql -F '\\'' '\\'' -c "$count_zabbix" zabbix)"
            status=1
          zabbix_drop zabbix_drill && return "$status"
            return 1
    backup-tools on EL 8, EL 9, EL 10, Amazon 2023
      file:/usr/bin/hive-backup.sh
          if [ "$kind" != '\\''MariaDB'\\'' ]; then
            echo "$file is a dump of $kind, and the Zabbix of this host has its database in" '\\''MariaDB'\\'' >&2
        zabbix_sql() {
          docker exec -i zabbix-database sh -c '\\''MYSQL_PWD=$MYSQL_PASSWORD exec mariadb -N -B -u zabbix "$@"'\\'' sh "$@"
        zabbix_dump() {
          docker exec zabbix-database sh -c '\\''MYSQL_PWD=$MYSQL_PASSWORD exec mariadb-dump --single-transaction -u zabbix zabbix'\\'' |
            gzip
        zabbix_version() { zabbix_sql -e '\\''SELECT mandatory FROM dbversion'\\'' zabbix 2>/dev/null; }
        zabbix_replace() {
          zabbix_sql -e '\\''DROP DATABASE IF EXISTS zabbix'\\'' &&
            zabbix_sql -e '\\''CREATE DATABASE zabbix CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'\\'' &&
            gzip -dc "$1" | zabbix_sql zabbix
        # Databases of drills, those of drills that were killed as well.
        zabbix_drop_copies() {
          docker ps -aq --filter label=hive.drill=hive-zabbix | xargs -r docker rm -f -v >/dev/null
        # A new, empty database of the same image, without network; prints the name of its container when it answers.
        zabbix_copy() {
          local image copy tries=0
          image=$(docker inspect -f '\\''{{.Image}}'\\'' zabbix-database) &&
            copy=$(docker run -d --network none --label hive.drill=hive-zabbix -e MARIADB_DATABASE=zabbix \\
              -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=yes "$image" --character-set-server=utf8mb4 \\
              --collation-server=utf8mb4_bin) || return
          until docker exec "$copy" mariadb -h 127.0.0.1 -e '\\''SELECT 1'\\'' zabbix >/dev/null 2>&1; do
            tries=$((tries + 1))
            [ "$tries" -lt 120 ] || return
            sleep 1
          printf '\\''%s\\n'\\'' "$copy"
          docker exec registry tar czf - -C /var/lib/registry .
          zabbix_dump
          docker exec -i registry sh -c '\\''rm -rf /var/lib/registry/docker && tar xzpf - -C /var/lib/registry'\\'' <"$1" &&
            docker restart registry >/dev/null
          local words here aside=$backups/.zabbix-before
          is_whole_dump "$1" && has_room "$1" "$(docker info -f '\\''{{.DockerRootDir}}'\\'')" || return
          here=$(zabbix_version)
          docker stop zabbix-server zabbix-web >/dev/null || return
          # One that cannot be dumped is not worth keeping.
          zabbix_dump >"$aside" 2>/dev/null || rm -f "$aside"
          if words=$(zabbix_replace "$1" 2>&1 && is_no_newer "$(zabbix_version)" "$here" 2>&1); then
            rm -f "$aside"
            docker start zabbix-server zabbix-web >/dev/null
          if [ -f "$aside" ] && zabbix_replace "$aside"; then
            rm -f "$aside"
            docker start zabbix-server zabbix-web >/dev/null
            echo "Zabbix has the database again that it had: $(reason_of "$words")" >&2
          words=$(reason_of "$words")
          [ ! -f "$aside" ] || words="$words (what it had is in $aside)"
          echo "Zabbix stands still, its database is not whole: $words" >&2
          return 1
          local words copy='\\'''\\'' status=1
          is_whole_dump "$1" && has_room "$1" "$(docker info -f '\\''{{.DockerRootDir}}'\\'')" && zabbix_drop_copies || return
          if ! copy=$(zabbix_copy); then
            echo '\\''the new container for the drill does not answer'\\'' >&2
          elif ! words=$(gzip -dc "$1" | docker exec -i "$copy" mariadb -h 127.0.0.1 zabbix 2>&1); then
            words=$(docker exec "$copy" mariadb -h 127.0.0.1 -N -B -e "$count_zabbix" zabbix)
            compare_zabbix "$words" "$(zabbix_sql -e "$count_zabbix" zabbix)"
          zabbix_drop_copies && return "$status"
        # shellcheck disable=SC2016
        # shellcheck disable=SC2016
            return
          done
        }
        }
        
        }
    rsyslogd on Debian 12, Debian 13, EL 8, EL 9, EL 10, Amazon 2023
      directory:/var/log/services
        mkdir -p -- '/var/log/services' && hive_make_like '/var/log/services' '755' 'root' 'adm'
      command:/var/log/service-error.log is there
        install -m 0640 -o 'root' -g adm /dev/null '/var/log/service-error.log'
      file:/etc/logrotate.d/hive-services
          su root root
          create 0640 root adm
      directory:/etc/rsyslog.d/hive-tls
        mkdir -p -- '/etc/rsyslog.d/hive-tls' && hive_make_like '/etc/rsyslog.d/hive-tls' '700' 'root' 'root'
      file:/etc/rsyslog.d/hive-tls/ca.pem
        hive_write '/etc/rsyslog.d/hive-tls/ca.pem' '600' 'root' 'root' content
      file:/etc/rsyslog.d/hive-tls/cert.pem
        hive_write '/etc/rsyslog.d/hive-tls/cert.pem' '600' 'root' 'root' content
      file:/etc/rsyslog.d/hive-tls/key.pem
        hive_write '/etc/rsyslog.d/hive-tls/key.pem' '600' 'root' 'root' content
      file:/etc/rsyslog.d/services.conf
            action(type="omfile" file="/var/log/service-other-facility.log" template="hiveHostLine" fileOwner="root" fileGroup="adm" fileCreateMode="0640")
          action(type="omfile" dynaFile="hiveLog" dynaFileCacheSize="200" template="hiveLine" fileOwner="root" fileGroup="adm" fileCreateMode="0640")
            action(type="omfile" file="/var/log/service-error.log" template="hiveError" fileOwner="root" fileGroup="adm" fileCreateMode="0640")
    rsyslogd on Ubuntu 22.04, Ubuntu 24.04
      directory:/var/log/services
        mkdir -p -- '/var/log/services' && hive_make_like '/var/log/services' '755' 'syslog' 'adm'
      command:/var/log/service-error.log is there
        install -m 0640 -o 'syslog' -g adm /dev/null '/var/log/service-error.log'
      file:/etc/logrotate.d/hive-services
          su syslog adm
          create 0640 syslog adm
      directory:/etc/rsyslog.d/hive-tls
        mkdir -p -- '/etc/rsyslog.d/hive-tls' && hive_make_like '/etc/rsyslog.d/hive-tls' '700' 'syslog' 'syslog'
      file:/etc/rsyslog.d/hive-tls/ca.pem
        hive_write '/etc/rsyslog.d/hive-tls/ca.pem' '600' 'syslog' 'syslog' content
      file:/etc/rsyslog.d/hive-tls/cert.pem
        hive_write '/etc/rsyslog.d/hive-tls/cert.pem' '600' 'syslog' 'syslog' content
      file:/etc/rsyslog.d/hive-tls/key.pem
        hive_write '/etc/rsyslog.d/hive-tls/key.pem' '600' 'syslog' 'syslog' content
      file:/etc/rsyslog.d/services.conf
            action(type="omfile" file="/var/log/service-other-facility.log" template="hiveHostLine" fileOwner="syslog" fileGroup="adm" fileCreateMode="0640")
          action(type="omfile" dynaFile="hiveLog" dynaFileCacheSize="200" template="hiveLine" fileOwner="syslog" fileGroup="adm" fileCreateMode="0640")
            action(type="omfile" file="/var/log/service-error.log" template="hiveError" fileOwner="syslog" fileGroup="adm" fileCreateMode="0640")
    zabbix on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      packages:apache2-bin,libapache2-mod-php,php-pgsql,postgresql,zabbix-frontend-php,zabbix-server-pgsql
      service:postgresql.service
      command:the database of Zabbix is there
        hive_sql() { (cd / && runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 "$@"); }
        hive_tries=0
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
          hive_sql -c 'ALTER DATABASE zabbix_new RENAME TO zabbix' postgres
      file:/etc/zabbix/zabbix_server.conf.d/hive.conf
        content() {
        printf %s '# Kept by hive, role zabbix.
        DBHost=
        DBName=zabbix
        DBUser=zabbix
        # Processor load of a service takes its time to measure.
        Timeout=30
        '
        }
      service:zabbix-server.service
        after file:/etc/zabbix/zabbix_server.conf.d/hive.conf: hive_restart 'zabbix-server.service' restart
      file:/etc/zabbix/zabbix.conf.php
        ***
        hive_write '/etc/zabbix/zabbix.conf.php' '640' 'root' 'www-data' content
      command:the web page may read the database
        hive_sql() { (cd / && runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 "$@"); }
        ***
        after file:/etc/zabbix/zabbix.conf.php: ***
      file:/etc/zabbix/hive-web.conf
        content() {
        printf %s '# Kept by hive, role zabbix.
        ServerRoot /etc/apache2
        ServerName p-hive1.example
        Listen 10052
        PidFile /run/hive-zabbix-web.pid
        User www-data
        Group www-data
        ErrorLog syslog:daemon
        LogLevel warn
        ServerTokens Prod
        ServerSignature Off
        LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
        LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
        Include /etc/apache2/mods-available/php*.load
        TypesConfig /etc/mime.types
        DirectoryIndex index.php
        DocumentRoot /usr/share/zabbix
        <Directory />
          AllowOverride None
          Require all denied
        </Directory>
        <Directory /usr/share/zabbix>
          Options FollowSymLinks
          Require all granted
        </Directory>
        <DirectoryMatch ^/usr/share/zabbix/(app|conf|include|local|vendor)(/|$)>
          Require all denied
        </DirectoryMatch>
        <FilesMatch \\.php$>
          SetHandler application/x-httpd-php
        </FilesMatch>
        php_value max_execution_time 300
        php_value memory_limit 128M
        php_value post_max_size 16M
        php_value upload_max_filesize 2M
        php_value max_input_time 300
        php_value date.timezone UTC
        '
        }
      file:/etc/systemd/system/hive-zabbix-web.service
        content() {
        printf %s '[Unit]
        Description=Web page of Zabbix
        After=network.target postgresql.service
        
        [Service]
        ExecStart=/usr/sbin/apache2 -DFOREGROUND -f /etc/zabbix/hive-web.conf
        Restart=always
        RestartSec=5s
        
        [Install]
        WantedBy=multi-user.target
        '
        }
      service:hive-zabbix-web.service
        after file:/etc/zabbix/hive-web.conf, file:/etc/systemd/system/hive-zabbix-web.service: hive_restart 'hive-zabbix-web.service' restart
      command:Zabbix answers
          [ "$tries" -lt '300' ] || { journalctl -q -n 15 -o cat -u zabbix-server -u hive-zabbix-web; exit 1; }
    zabbix on EL 8, EL 9, EL 10
      packages:docker-compose,docker-compose-plugin
        if command -v dpkg >/dev/null; then hive_add_packages 'docker-compose'; else hive_add_packages 'docker-compose-plugin'; fi
    zabbix on EL 8, EL 9, EL 10, Amazon 2023
      directory:/etc/hive
      directory:/etc/hive/zabbix
        mkdir -p -- '/etc/hive/zabbix' && hive_make_like '/etc/hive/zabbix' '700' 'root' 'root'
      file:/etc/hive/zabbix/config.json
        ***
        hive_write '/etc/hive/zabbix/config.json' '600' 'root' 'root' content
      docker-image:zabbix/zabbix-server-mysql:alpine-7.0-latest
      docker-image:zabbix/zabbix-web-nginx-mysql:alpine-7.0-latest
      docker-image:mariadb:10.11
      compose-project:zabbix
        ***
      command:Zabbix answers
          [ "$tries" -lt '600' ] || { docker compose -p zabbix logs --tail 10 2>&1 || docker-compose -p zabbix logs --tail 10; exit 1; }
    zabbix on Amazon 2023
      command:docker compose is there
        printf '%s\\n' 'Amazon Linux has no package of docker compose, and without it there are no containers of the repository host. Let a role "addon" put it into /usr/local/lib/docker/cli-plugins, or take another system for the repository host.' >&2; false"
  `)
})
