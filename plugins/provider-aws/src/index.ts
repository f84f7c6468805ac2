import {defineProvider} from '@hive-ci/cli/provider'

export default defineProvider({
  name: 'aws',
  capabilities: {canHalt: true, canDestroy: true, canAttachDisks: true, canReboot: true, hasOwnKernel: true},
  stageRules: {
    refuses: [
      'memory_size',
      'repository_memory_size',
      'kickstart_config',
      'jump_host',
      'prepared_resource_group',
      'not_support_az',
      'bridge',
      'dev',
    ],
    admin: 'ec2-user',
  },
})
