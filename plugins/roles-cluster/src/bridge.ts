import type {Engine} from './observe.ts'

const name = 'docker_gwbridge'

/**
 * Makes the bridge that containers of overlay networks leave their host by, before joining: the engine uses the one it
 * finds. One with another subnet goes first; outside a swarm nothing is attached to it.
 */
export async function makeBridge(engine: Engine, subnet: string): Promise<void> {
  const [former] = await engine.listNetworks({filters: {name: [name]}})
  if (former !== undefined) await engine.getNetwork(former.Id).remove()
  await engine.createNetwork({
    Name: name,
    Driver: 'bridge',
    CheckDuplicate: true,
    IPAM: {Config: [{Subnet: subnet}]},
    Options: {
      'com.docker.network.bridge.name': name,
      'com.docker.network.bridge.enable_icc': 'false',
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
    },
  })
}
