import {expect, test} from 'vitest'
import clusterRoles from '../../plugins/roles-cluster/src/index.ts'
import hostRoles from '../../plugins/roles-host/src/index.ts'
import repositoryRoles from '../../plugins/roles-repository/src/index.ts'

test('setup-hosts runs the roles of hive-builder in its order, but Zabbix after the site it watches', async () => {
  const sets = await Promise.all([hostRoles(), repositoryRoles(), clusterRoles()])
  expect(sets.flatMap(({roles}) => roles.map(({name}) => name)).join(' ')).toMatchInlineSnapshot(
    `"ssh-connection get-public-ip tls-certificate base hostsfile ntp-client iptables pip-venv addon internal-network users strict-source-ip docker drbd docker-client docker-client-proxy reboot follow-swarm-service zabbix-agent rsyslogd-client registry backup-tools rsyslogd zabbix swarm addon2"`,
  )
})
