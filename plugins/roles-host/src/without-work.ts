import {command, defineHostRole, type HostRole, sh} from '@hive-ci/cli'

/** Host keys are pinned by build-infra, or when a host is reached for the first time. */
export const sshConnection = withoutWork('ssh-connection', 'the connection is made and its host key is pinned already')

/** hive's own roles are shell and speak to Docker by its API. */
export const pipVenv = withoutWork('pip-venv', 'no role needs Python packages on the host')

/** The engine reboots at the end of the role that asked for it, waits for the host and goes on from there. */
export const reboot = withoutWork('reboot', 'each role that needs a reboot has had it')

/** A role hive-builder needs and hive does not: there for `-T`, with the reason as the only thing that holds. */
function withoutWork(name: string, reason: string): HostRole {
  return defineHostRole({name, group: 'servers', resources: () => [command(reason, {check: sh`:`, apply: sh`:`})]})
}
