import {defineProvider} from '@hive-ci/cli/provider'

export default defineProvider({
  name: 'vagrant',
  capabilities: {canHalt: true, canDestroy: true, canAttachDisks: true, canReboot: true, hasOwnKernel: true},
  stageRules: {
    refuses: ['region', 'instance_type', 'kickstart_config', 'jump_host'],
    admin: 'vagrant',
  },
})
