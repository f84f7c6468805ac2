import {defineProvider} from '@hive-ci/cli'

export default defineProvider({
  name: 'docker',
  capabilities: {canHalt: true, canDestroy: true, canAttachDisks: false, canReboot: true, hasOwnKernel: false},
  stageRules: {
    refuses: [
      'region',
      'instance_type',
      'repository_instance_type',
      'kickstart_config',
      'jump_host',
      'prepared_resource_group',
      'not_support_az',
      'bridge',
      'dev',
    ],
    admin: 'admin',
  },
  load: () => import('./provider.ts'),
})
