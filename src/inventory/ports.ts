import {below} from './origin.ts'
import type {PortRequest} from './published-ports.ts'
import type {PortDefinition} from './schema/port.ts'
import type {ReadService} from './services.ts'

/** The ports of a service, short and long syntax alike. */
export function portRequests({name, definition, stages, origin}: ReadService): readonly PortRequest[] {
  return (definition.ports ?? []).map((port, index) => ({
    service: name,
    stages,
    ...readPort(port),
    origin: below(origin, 'ports', index),
  }))
}

/** A port as Ansible roles see it in `hive_ports`. */
export function publishedPort(port: PortDefinition, published: number): object {
  const {target, protocol, mode} = readPort(port)
  const isModeGiven = typeof port !== 'string' && port.mode !== undefined
  return {target_port: target, published_port: published, protocol, ...(isModeGiven ? {mode} : {})}
}

interface ReadPort {
  readonly target: number
  readonly published: number | undefined
  readonly protocol: string
  readonly mode: string
}

function readPort(port: PortDefinition): ReadPort {
  if (typeof port !== 'string') {
    const {target_port: target, published_port: published, protocol = 'tcp', mode = 'ingress'} = port
    return {target: Number(target), published: published === undefined ? undefined : Number(published), protocol, mode}
  }
  const [numbers = '', protocol = 'tcp'] = port.split('/')
  const [target, published] = numbers.split(':').toReversed()
  return {
    target: Number(target),
    published: published === undefined ? undefined : Number(published),
    protocol,
    mode: 'ingress',
  }
}
