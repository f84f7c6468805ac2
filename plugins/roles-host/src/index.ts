import {defineProjectRole, defineRoles} from '@hive-ci/cli'
import {base} from './base.ts'
import {docker} from './docker.ts'
import {dockerClient} from './docker-client.ts'
import {drbd} from './drbd.ts'
import {hostsfile} from './hostsfile.ts'
import {internalNetwork} from './internal-network.ts'
import {iptables} from './iptables.ts'
import {ntpClient} from './ntp-client.ts'
import {rsyslogdClient} from './rsyslogd-client.ts'
import {strictSourceIp} from './strict-source-ip.ts'
import {tlsCertificate} from './tls-certificate.ts'
import {users} from './users.ts'
import {pipVenv, reboot, sshConnection} from './without-work.ts'

/** In running order: certificates before what reads them, the engine before those who use it; `addon` is the project's. */
export default defineRoles('host', [
  sshConnection,
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
  reboot,
  rsyslogdClient,
])
