import {file, packages, secret, service, sh} from '@hive-ci/cli'
import {packagedDatabase} from './database.ts'
import {databasePasswordFile, type ZabbixKind} from './kind.ts'
import {packagedBackup} from './packaged-backup.ts'
import {webPage} from './web-page.ts'

/** What the Debian family has of Zabbix. Of Apache it is the program alone, without the package that listens on port 80. */
export const zabbixPackages = [
  'apache2-bin',
  'libapache2-mod-php',
  'php-pgsql',
  'postgresql',
  'zabbix-frontend-php',
  'zabbix-server-pgsql',
]

/** The Debian family has Zabbix as packages; nothing is asked of an image registry. */
export const packagedZabbix: ZabbixKind = {
  lastWords: sh`journalctl -q -n 15 -o cat -u zabbix-server -u hive-zabbix-web`,
  patience: 300,
  backup: packagedBackup,
  running(host, material) {
    const password = secret(material.text(databasePasswordFile).trim())
    const settings = file('/etc/zabbix/zabbix_server.conf.d/hive.conf', {content: serverSettings})
    return [
      packages(zabbixPackages),
      ...packagedDatabase,
      settings,
      service('zabbix-server.service', {enabled: true, running: true, restartedBy: [settings]}),
      ...webPage(host, password),
    ]
  },
}

/** The server logs in to the database as the system user it is; no host means the database's socket. */
const serverSettings = `# Kept by hive, role zabbix.
DBHost=
DBName=zabbix
DBUser=zabbix
# Processor load of a service takes its time to measure.
Timeout=30
`
