import {defineRoles} from '@hive-ci/cli'
import {swarm} from './swarm.ts'

export default defineRoles('cluster', [swarm])
