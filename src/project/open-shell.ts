import {join} from 'node:path'
import {execa} from 'execa'
import {readSshHosts} from '../context/ssh-hosts.ts'
import {HiveError} from '../error.ts'
import {nearest} from '../nearest.ts'
import {withoutOwnSecrets} from '../shell/own-secrets.ts'
import type {Settings} from '../variables/settings.ts'

/**
 * Logs in to a host with the system's ssh, or runs `command` on it, and returns the exit status.
 * Throws `HiveError` CONTEXT_INVALID before build-infra, USAGE for a host that does not exist.
 */
export async function openShell(settings: Settings, command: readonly string[]): Promise<number> {
  const config = join(settings.context_dir, 'ssh_config')
  const hosts = await readSshHosts(config)
  const target = chooseHost(
    hosts.map(host => host.name),
    settings.ssh_host,
  )
  const {exitCode} = await execa('ssh', ['-F', config, ...forwardings(settings, target), target, ...command], {
    env: withoutOwnSecrets(process.env),
    stdio: 'inherit',
    reject: false,
  })
  if (exitCode === undefined) throw new HiveError('HOST_FAILED', `ssh to ${target} could not be run or was killed.`)
  return exitCode
}

/** The host asked for, or else the last one, which is normally the repository server. */
function chooseHost(hosts: readonly string[], wanted: unknown): string {
  const last = hosts.at(-1) ?? ''
  if (typeof wanted !== 'string' || wanted === '') return last
  if (hosts.includes(wanted)) return wanted
  const near = nearest(wanted, hosts)
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  throw new HiveError('USAGE', `There is no host "${wanted}" in this stage.${hint} Hosts: ${hosts.join(', ')}.`)
}

function forwardings(settings: Settings, target: string): string[] {
  const zabbix = settings.foward_zabbix === true ? [`localhost:${settings.foward_zabbix_port}:${target}:10052`] : []
  const own = typeof settings.port_forwarding === 'string' ? [settings.port_forwarding] : []
  return [...zabbix, ...own].flatMap(forwarding => ['-L', forwarding])
}
