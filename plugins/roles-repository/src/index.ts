import {defineRoles} from '@hive-ci/cli'

export default defineRoles('repository', [])
