import type {DrbdVersion} from './version.ts'

/** One host of a resource. */
export interface Member {
  /** The host's own name as its kernel tells it: DRBD's tools look themselves up by it. */
  readonly name: string
  readonly address: string
  /** The disk below the device; undefined for a host that keeps no copy. */
  readonly disk?: string
  readonly nodeId: number
}

export interface ResourceWish {
  readonly name: string
  /** Minor number of the device; its port is 7000 more. */
  readonly deviceId: number
  readonly version: DrbdVersion
  readonly members: readonly Member[]
}

/** `/etc/drbd.d/<name>.res`, the same text on every host. Pure. */
export function resourceFile({name, deviceId, version, members}: ResourceWish): string {
  const sorted = members.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  const isMesh = version.quorum && members.length > 1
  return [
    `resource "${name}" {`,
    ...(version.quorum ? block('options', ['quorum majority', 'on-no-quorum io-error']) : []),
    ...block('disk', diskOptions),
    ...(isMesh ? [] : block('net', netOptions)),
    ...sorted.flatMap(member => block(`on "${member.name}"`, placeOf(member, deviceId, version))),
    ...(isMesh ? mesh(sorted) : []),
    '}',
    '',
  ].join('\n')
}

const diskOptions = [
  'disk-flushes yes',
  'md-flushes yes',
  'c-plan-ahead 1',
  'c-max-rate 1024000',
  'c-delay-target 1',
  'c-fill-target 1M',
  'rs-discard-granularity 1048576',
]

const netOptions = ['protocol C', 'max-buffers 16000', 'max-epoch-size 16000', 'sndbuf-size 1M']

function placeOf({address, disk, nodeId}: Member, deviceId: number, version: DrbdVersion): readonly string[] {
  return [
    `address ${address}:${7000 + deviceId}`,
    ...(version.quorum ? [`node-id ${nodeId}`] : []),
    `device minor ${deviceId}`,
    `disk ${disk ?? 'none'}`,
    ...(disk === undefined ? [] : ['meta-disk internal']),
  ]
}

function mesh(members: readonly Member[]): readonly string[] {
  return [
    '  connection-mesh {',
    `    hosts ${members.map(({name}) => `"${name}"`).join(' ')};`,
    ...block('net', netOptions).map(line => `  ${line}`),
    '  }',
  ]
}

function block(head: string, statements: readonly string[]): readonly string[] {
  return [`  ${head} {`, ...statements.map(statement => `    ${statement};`), '  }']
}
