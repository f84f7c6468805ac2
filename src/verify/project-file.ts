import {z} from 'zod'

const stages = z.array(z.enum(['private', 'staging', 'production'])).describe('a list of stages')
const whole = z.number().int().nonnegative()
const portNumber = z.number().int().min(1).max(65_535)
/** Seconds. */
const timeout = z.number().positive().max(600).describe('seconds, 600 at most').default(10)
const some = z.string().min(1)
/** Hosts or groups of the inventory. */
const places = z
  .union([some, z.array(some).min(1)])
  .describe('a host or group of the inventory, or a list of them')
  .transform(hosts => [hosts].flat())

const http = z
  .strictObject({
    url: z.url({protocol: /^https?$/}).optional(),
    service: some.optional(),
    /** Target port of the service; its first one when left out. */
    port: portNumber.optional(),
    path: z.string().startsWith('/').default('/'),
    headers: z.record(z.string(), z.string()).default({}),
    status: whole.min(100).max(599).default(200),
    contains: some.optional(),
    tls: z.enum(['off', 'verified', 'unverified']).default('off'),
    timeout,
  })
  .refine(({url, service}) => (url === undefined) !== (service === undefined), 'should have either url or service.')

const tcp = z.strictObject({host: some, port: portNumber, open: z.boolean().default(true), timeout})

const command = z.strictObject({
  run: some,
  hosts: places.default(['hives']),
  status: whole.max(255).default(0),
  contains: some.optional(),
  timeout,
})

const file = z.strictObject({
  path: z.string().startsWith('/').describe('an absolute path'),
  hosts: places.default(['hives']),
  exists: z.boolean().default(true),
  contains: some.optional(),
  /** Octal, as text. */
  mode: z
    .string()
    .regex(/^[0-7]{3,4}$/)
    .describe('octal digits in quotes, for example "0600"')
    .optional(),
  owner: some.optional(),
})

const probe = z
  .strictObject({
    name: some,
    stages: stages.optional(),
    http: http.optional(),
    tcp: tcp.optional(),
    command: command.optional(),
    file: file.optional(),
  })
  .refine(
    found => [found.http, found.tcp, found.command, found.file].filter(Boolean).length === 1,
    'should have exactly one of http, tcp, command and file.',
  )

/** A file `tests/*.yml` of a project: what must hold beyond what the inventory says. */
export const probeFile = z.strictObject({probes: z.array(probe)})

export type ProjectProbe = z.infer<typeof probe>
export type HttpProbe = z.infer<typeof http>
export type TcpProbe = z.infer<typeof tcp>
export type CommandProbe = z.infer<typeof command>
export type FileProbe = z.infer<typeof file>
