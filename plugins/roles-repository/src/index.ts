import {defineRoles} from '@hive-ci/cli'
import {registry} from './registry.ts'
import {rsyslogd} from './rsyslogd.ts'

export default defineRoles('repository', [registry, rsyslogd])
