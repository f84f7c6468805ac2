import {defineProvider} from '@hive-ci/cli/provider'

export default defineProvider({
  name: 'azure',
  capabilities: {canHalt: true, canDestroy: true, canAttachDisks: true, canReboot: true, hasOwnKernel: true},
  stageRules: {
    refuses: ['memory_size', 'repository_memory_size', 'kickstart_config', 'jump_host', 'bridge', 'dev'],
    admin: 'hiveadmin',
    zone: index => (index % 3) + 1,
  },
})
