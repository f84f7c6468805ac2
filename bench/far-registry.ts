import {once} from 'node:events'
import {openFrontDoor} from '../plugins/mirror/test/support/front-door.ts'
import {startRegistry} from '../test/support/registry.ts'

/** Ports of a registry in a process of its own: its own, and one behind which it is far away. */
export interface FarRegistry {
  readonly near: number
  readonly far: number
}

const [latency = ''] = process.argv.slice(2)
// Hashing a password for each request would be measured as well; the login is sent all the same.
const registry = await startRegistry()
const door = await openFrontDoor(registry.port)
door.latency = Number(latency)
process.send?.({near: registry.port, far: door.port} satisfies FarRegistry)
await once(process, 'disconnect')
await door.close()
await registry.stop()
