import {type Facts, HiveError, type Host, type Shell, sh, textListVariable} from '@hive-ci/cli'
import {canonicalNetwork, contains} from './networks.ts'

/**
 * The address the mother comes from, as this host sees her. sudo hides it, so the processes above are asked, up to the
 * one sshd started; '' where the host is not reached by ssh.
 */
export const motherAddressFact: Shell = connectionField(1)

/** The port of this host the mother came in by, found the same way. */
export const motherPortFact: Shell = connectionField(4)

/**
 * The networks that may log in (`hive_ssh_source_ips`), as CIDRs; undefined: everybody. Throws `HiveError`
 * INVENTORY_INVALID for what is no address, and when the mother herself would be shut out.
 */
export function sshSources(host: Host, {motherAddress = ''}: Facts): readonly string[] | undefined {
  const given = textListVariable(host, 'hive_ssh_source_ips')
  if (given === undefined) return undefined
  const networks = given.map(text => network(host, text))
  if (motherAddress === '' || networks.some(cidr => contains(cidr, motherAddress))) return networks
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_ssh_source_ips is ${given.join(', ')}, but this machine comes from ${motherAddress} and would be shut out.`,
    {suggestions: [`Add ${motherAddress} to hive_ssh_source_ips. Nothing was changed on ${host.name}.`]},
  )
}

function connectionField(number: number): Shell {
  return sh`pid=$$
while [ "$pid" -gt 1 ]; do
  found=$(tr '\\0' '\\n' <"/proc/$pid/environ" | sed -n 's/^SSH_CONNECTION=//p' | cut -d ' ' -f ${number})
  if [ -n "$found" ]; then echo "$found"; break; fi
  pid=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status")
done`
}

function network(host: Host, text: string): string {
  const found = canonicalNetwork(text)
  if (found !== undefined) return found
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_ssh_source_ips holds ${JSON.stringify(text)}; expected were addresses and networks like 192.0.2.0/24.`,
  )
}
