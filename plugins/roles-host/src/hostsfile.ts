import {block, defineHostRole, type Site} from '@hive-ci/cli'

/** Every server knows every server of the stage by name. A server that leaves the inventory leaves the file. */
export const hostsfile = defineHostRole({
  name: 'hostsfile',
  group: 'servers',

  resources: (_host, site) => [block('/etc/hosts', {name: 'servers', content: hostLines(site), position: 'top'})],
})

function hostLines({hosts}: Site): string {
  return hosts.map(({address, name}) => `${address} ${name}\n`).join('')
}
