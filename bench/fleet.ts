import {once} from 'node:events'
import type {AddressInfo} from 'node:net'
import ssh2, {type ServerChannel} from 'ssh2'

/** A process of many ssh servers on this machine that answer programs without running them: everything is right. */
export interface FleetReady {
  readonly ports: readonly number[]
  readonly hostKey: string
  readonly userKey: string
}

export interface FleetReport {
  /** How many connections each server has seen. */
  readonly connections: readonly number[]
}

const host = ssh2.utils.generateKeyPairSync('ed25519')
const user = ssh2.utils.generateKeyPairSync('ed25519')
const connections: number[] = []

const ports = await Promise.all(Array.from({length: Number(process.argv[2])}, (_, number) => listen(number)))
process.send?.({ports, hostKey: host.public, userKey: user.private} satisfies FleetReady)
process.on('message', () => process.send?.({connections} satisfies FleetReport))

async function listen(number: number): Promise<number> {
  connections[number] = 0
  const server = new ssh2.Server({hostKeys: [host.private]}, client => {
    connections[number] = (connections[number] ?? 0) + 1
    client.on('error', () => undefined)
    client.on('authentication', attempt => attempt.accept())
    client.on('session', accept => accept().on('exec', acceptExec => void answer(acceptExec())))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server has no port')
  return address.port
}

/** Facts are answered with nothing, steps with ok. */
async function answer(channel: ServerChannel): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of channel) chunks.push(chunk)
  const program = Buffer.concat(chunks).toString()
  const boundaries = program.match(/hive-[0-9a-f-]{36}/g) ?? []
  const steps = [...program.matchAll(/^hive_step '(?<head>[^']*)'/gm)].map(
    ({groups}) => `{"type":"ok",${groups?.head}}\n`,
  )
  const answers = steps.length > 0 ? [...steps, '{"type":"ended"}\n'] : boundaries.map(boundary => `\n${boundary}\n`)
  channel.write(answers.join(''))
  channel.exit(0)
  channel.end()
}
