import {machineFacts} from './machine.ts'

const benches: Readonly<Record<string, () => Promise<void>>> = {
  engine: async () => (await import('./engine.ts')).benchEngine(),
  'hosts-200': async () => (await import('./hosts-200.ts')).benchHosts(),
  verify: async () => (await import('./verify.ts')).benchVerify(),
  mirror: async () => (await import('./mirror.ts')).benchMirror(),
  inventory: async () => (await import('./inventory.ts')).benchInventory(),
  offline: async () => (await import('./offline.ts')).benchOffline(),
  quickstart: async () => (await import('./quickstart.ts')).benchQuickstart(),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => benches[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(`Unknown bench ${unknown.join(', ')}. Known benches: ${Object.keys(benches).join(', ')}.\n`)
  process.exit(2)
}
process.stdout.write(`${machineFacts()}\n`)
for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) await benches[name]?.()
