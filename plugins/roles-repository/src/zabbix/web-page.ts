import {command, file, type Host, type Resource, type Secret, secret, service, sh, textVariable} from '@hive-ci/cli'
import {webPort} from './api.ts'
import {sqlFunction} from './database.ts'

/** The web page and its API, by an Apache of its own that knows nothing else. */
export function webPage(host: Host, password: Secret): Resource[] {
  const settings = file('/etc/zabbix/zabbix.conf.php', {
    content: secret(pageSettings(host, password)),
    mode: '0640',
    group: 'www-data',
  })
  const server = file('/etc/zabbix/hive-web.conf', {content: serverSettings(host)})
  const unit = file('/etc/systemd/system/hive-zabbix-web.service', {content: unitText})
  return [
    settings,
    command('the web page may read the database', {
      define: sqlFunction,
      check: sh`[ "$(hive_sql -c "SELECT rolpassword IS NOT NULL FROM pg_authid WHERE rolname = 'zabbix'" postgres)" = t ]`,
      apply: setPassword(password),
      onChange: {of: [settings], run: setPassword(password)},
    }),
    server,
    unit,
    service('hive-zabbix-web.service', {enabled: true, running: true, restartedBy: [server, unit]}),
  ]
}

/** The database hears it on standard input. */
function setPassword(password: Secret) {
  return sh`printf "ALTER ROLE zabbix PASSWORD '%s';\\n" ${password} | hive_sql postgres`
}

/** https://www.zabbix.com/documentation/6.0/en/manual/installation/frontend */
function pageSettings({shortName}: Host, password: Secret): string {
  return `<?php
// Kept by hive, role zabbix.
$DB['TYPE'] = 'POSTGRESQL';
$DB['SERVER'] = '127.0.0.1';
$DB['PORT'] = '0';
$DB['DATABASE'] = 'zabbix';
$DB['USER'] = 'zabbix';
$DB['PASSWORD'] = '${password.reveal()}';
$DB['SCHEMA'] = '';
$DB['ENCRYPTION'] = false;
$DB['DOUBLE_IEEE754'] = true;
$ZBX_SERVER = '127.0.0.1';
$ZBX_SERVER_PORT = '10051';
$ZBX_SERVER_NAME = '${shortName}';
$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
`
}

function serverSettings(host: Host): string {
  return `# Kept by hive, role zabbix.
ServerRoot /etc/apache2
ServerName ${host.name}
Listen ${webPort}
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
php_value date.timezone ${textVariable(host, 'hive_timezone') ?? 'UTC'}
`
}

const unitText = `[Unit]
Description=Web page of Zabbix
After=network.target postgresql.service

[Service]
ExecStart=/usr/sbin/apache2 -DFOREGROUND -f /etc/zabbix/hive-web.conf
Restart=always
RestartSec=5s

[Install]
WantedBy=multi-user.target
`
