import {defineProvider} from '@hive-ci/cli/provider'

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
    // A host that has a network where its mother is cannot answer her, and mothers are often containers themselves: jobs
    // of a GitLab runner are at addresses that engines choose, 172.17.0.0/16 and those that follow. These nobody chooses.
    internalCidr: '198.19.0.0/17',
  },
  load: () => import('./provider.ts'),
})
