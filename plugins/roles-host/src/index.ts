import {defineProjectRole, defineRoles} from '@hive-ci/cli'
import {type AgentFile, readAgent} from './agent-files.ts'
import {base} from './base.ts'
import {docker} from './docker.ts'
import {dockerClient} from './docker-client.ts'
import {dockerClientProxy} from './docker-client-proxy.ts'
import {drbd} from './drbd.ts'
import {followSwarmService} from './follow-swarm-service.ts'
import {getPublicIp} from './get-public-ip.ts'
import {hostsfile} from './hostsfile.ts'
import {internalNetwork} from './internal-network.ts'
import {iptables} from './iptables.ts'
import {ntpClient} from './ntp-client.ts'
import {rsyslogdClient} from './rsyslogd-client.ts'
import {strictSourceIp} from './strict-source-ip.ts'
import {tlsCertificate} from './tls-certificate.ts'
import {users} from './users.ts'
import {pipVenv, reboot, sshConnection} from './without-work.ts'
import {zabbixAgent} from './zabbix-agent.ts'

/** The roles of every server. */
export default async () => defineRoles('host', inOrder(await readAgent('follow-swarm-service')))()

/** In running order: certificates before what reads them, the engine before those who use it; `addon` is the project's. */
const inOrder = (agent: readonly AgentFile[]) => [
  sshConnection,
  getPublicIp,
  tlsCertificate,
  base,
  hostsfile,
  ntpClient,
  iptables,
  pipVenv,
  defineProjectRole({name: 'addon', group: 'servers'}),
  internalNetwork,
  users,
  strictSourceIp,
  docker,
  drbd,
  dockerClient,
  dockerClientProxy,
  reboot,
  followSwarmService(agent),
  zabbixAgent,
  rsyslogdClient,
]
