import {setTimeout as sleep} from 'node:timers/promises'
import {firstAddress} from '@hive-ci/cli'
import type {Engine} from './observe.ts'

/** Seconds the nodes may take to let go of the stock network. */
const removalTimeout = 60

/** Puts the routing mesh on the addresses `internal_cidr` reserves for it, under the name hive-builder gave it. */
export async function makeIngress(engine: Engine, subnet: string, signal: AbortSignal): Promise<void> {
  const former = (await engine.listNetworks({filters: {driver: ['overlay']}})).find(network => network.Ingress)
  if (former !== undefined) await engine.getNetwork(former.Id).remove()
  const create = () =>
    engine.createNetwork({
      Name: 'apiarist-ingress',
      Driver: 'overlay',
      Ingress: true,
      IPAM: {Config: [{Subnet: subnet, Gateway: firstAddress(subnet)}]},
    })
  await retry(create, removalTimeout, signal)
}

/** The removal goes on in the background, and a second ingress network is refused until it is through. */
async function retry(attempt: () => Promise<unknown>, seconds: number, signal: AbortSignal): Promise<void> {
  for (let waited = 0; ; waited += 0.25) {
    try {
      await attempt()
      return
    } catch (error) {
      if (waited >= seconds) throw error
      await sleep(250, undefined, {signal})
    }
  }
}
