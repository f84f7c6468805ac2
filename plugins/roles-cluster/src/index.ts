import {defineProjectRole, defineRoles} from '@hive-ci/cli'
import {swarm} from './swarm.ts'

/** The swarm, and then, last of all, what the project itself wants of its servers. */
export default defineRoles('cluster', [swarm, defineProjectRole({name: 'addon2', group: 'servers'})])
