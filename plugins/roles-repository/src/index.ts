import {defineRoles} from '@hive-ci/cli'
import {backupTools} from './backup-tools.ts'
import {registry} from './registry.ts'
import {rsyslogd} from './rsyslogd.ts'
import {zabbix} from './zabbix/zabbix.ts'

export default defineRoles('repository', [registry, backupTools, rsyslogd, zabbix])
