import {defineProvider} from '@hive-ci/cli/provider'

export default defineProvider({
  name: 'kickstart',
  capabilities: {canHalt: false, canDestroy: false, canAttachDisks: false, canReboot: true, hasOwnKernel: true},
  stageRules: {
    refuses: ['repository_memory_size', 'jump_host', 'prepared_resource_group', 'not_support_az', 'bridge', 'dev'],
    admin: 'admin',
  },
})
