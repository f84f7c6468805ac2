import {defineProvider} from '@hive-ci/cli/provider'

export default defineProvider({
  name: 'prepared',
  capabilities: {canHalt: false, canDestroy: false, canAttachDisks: false, canReboot: true, hasOwnKernel: true},
  stageRules: {
    refuses: [
      'repository_memory_size',
      'kickstart_config',
      'prepared_resource_group',
      'not_support_az',
      'bridge',
      'dev',
    ],
    admin: 'admin',
  },
  load: () => import('./provider.ts'),
})
