import {defineRoles} from '@hive-ci/cli'
import {registry} from './registry.ts'

export default defineRoles('repository', [registry])
