import {type Facts, type Host, sh, textVariable} from '@hive-ci/cli'
import ipaddr from 'ipaddr.js'

/**
 * Where the host sees the mother, or the jump host before her, when the way there leads through a router; '' when she is
 * in a network of the host's own, which no engine puts another one at. sudo keeps this from its programs, the shell it was
 * started in has it.
 */
export const motherFact = sh`pid=$$ mother=
while [ "$pid" -gt 1 ] && [ -z "$mother" ]; do
  mother=$(grep -zoE '^SSH_CONNECTION=[^ ]+' /proc/$pid/environ | tr -d '\\0')
  read -r stat </proc/$pid/stat
  set -- \${stat##*) }
  pid=$2
done
case $(ip route get "\${mother#*=}") in *' via '*) echo "\${mother#*=}" ;; esac`

/** Where an engine puts networks nobody chose addresses for; it takes the next one that its host knows no way to. */
const chosenByEngines = ipaddr.parseCIDR('172.16.0.0/12')

/**
 * A mother where a Docker network of the host comes to lie is never answered again: all her packets' answers go to
 * containers.
 */
export function motherWarnings(host: Host, {motherAddress = ''}: Facts): readonly string[] {
  if (textVariable(host, 'hive_internal_cidr') !== undefined || !ipaddr.IPv4.isValid(motherAddress)) return []
  if (!ipaddr.parse(motherAddress).match(chosenByEngines)) return []
  return [
    `This machine is at ${motherAddress} for ${host.name}, among the addresses Docker takes for its own networks (172.17.0.0/16 ` +
      'and those after it). A host that has such a network there does not answer any more: give the stage an internal_cidr ' +
      'that is nowhere in use.',
  ]
}
