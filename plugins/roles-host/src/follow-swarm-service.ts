import {
  defineHostRole,
  directory,
  type Facts,
  file,
  type Host,
  type HostRole,
  osFamily,
  packages,
  service,
} from '@hive-ci/cli'
import type {AgentFile} from './agent-files.ts'
import {caPath, certificatePath, keyPath} from './tls-paths.ts'

/**
 * An agent on each hive that gives the host what the labels of its services ask for: virtual addresses, rules to their
 * containers, node labels. It needs no swarm to start; it waits for one.
 */
export function followSwarmService(program: readonly AgentFile[]): HostRole {
  return defineHostRole({
    name: 'follow-swarm-service',
    group: 'hives',

    resources(host, _site, facts) {
      const files = program.map(({name, content}) => file(`${home}/${name}`, {content}))
      const unit = file(`/etc/systemd/system/${unitName}`, {content: unitText(host, pythonOf(host, facts))})
      return [
        packages([
          'iptables',
          {debian: 'iproute2', redhat: 'iproute'},
          {debian: 'iputils-ping', redhat: 'iputils'},
          {debian: 'python3'},
        ]),
        directory('/usr/lib/hive'),
        directory(home),
        ...files,
        unit,
        service(unitName, {enabled: true, running: true, restartedBy: [...files, unit]}),
      ]
    },
  })
}

const unitName = 'follow-swarm-service.service'
const home = '/usr/lib/hive/follow-swarm-service'

/** Enterprise Linux brings one for its own tools; that of version 8 is not on the path. */
function pythonOf(host: Host, facts: Facts): string {
  const isOld = osFamily(host.name, facts) === 'redhat' && facts.osVersion?.startsWith('8')
  return isOld ? '/usr/libexec/platform-python' : '/usr/bin/python3'
}

/** Stopped before the engine at a shutdown, so that it can still tell the swarm; it lives through restarts of the engine. */
function unitText(host: Host, python: string): string {
  return [
    '[Unit]',
    'Description=Virtual addresses, rules and node labels of swarm services',
    'After=network-online.target docker.service hive-firewall.service',
    'Wants=network-online.target',
    '',
    '[Service]',
    `Environment=HIVE_CA=${caPath} HIVE_CERTIFICATE=${certificatePath(host)} HIVE_KEY=${keyPath(host)}`,
    `ExecStart=${python} -B ${home}`,
    'Restart=always',
    'RestartSec=5s',
    'TimeoutStopSec=30s',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n')
}
