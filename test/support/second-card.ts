import {execa} from 'execa'
import {stageLabels} from '../../plugins/provider-docker/src/labels.ts'
import {freeCidr} from './names.ts'
import type {Nodes} from './nodes.ts'

/**
 * Gives every node a second card, `eth1`, without an address, in a network this machine has no way into. It goes with the
 * nodes. Returns the network as a CIDR.
 */
export async function addSecondCard({site}: Nodes): Promise<string> {
  const cidr = freeCidr()
  const name = `${site.name}-inner`
  const labels = Object.entries(stageLabels(site)).flatMap(([key, value]) => ['--label', `${key}=${value}`])
  const {stdout: id} = await execa('docker', ['network', 'create', '--internal', '--subnet', cidr, ...labels, name])
  // This machine would answer on every bridge for all of its addresses.
  await execa('ip', ['link', 'set', `br-${id.slice(0, 12)}`, 'arp', 'off'])
  for (const {name: host} of site.hosts) {
    await execa('docker', ['network', 'connect', name, host])
    await execa('docker', ['exec', host, 'ip', 'addr', 'flush', 'dev', 'eth1'])
  }
  return cidr
}
