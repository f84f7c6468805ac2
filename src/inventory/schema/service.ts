import {z} from 'zod'
import {
  boolean,
  command,
  duration,
  number,
  scalars,
  size,
  stages,
  template,
  text,
  textOrTexts,
  texts,
  wholeNumber,
} from './parts.ts'
import {checkImage, checkVolume, isPort} from './service-checks.ts'

const image = z.strictObject({
  from: text,
  roles: z
    .union([z.array(text), template])
    .describe('a list of role names')
    .optional(),
  standalone: boolean.optional(),
  env: scalars.optional(),
  stop_signal: text.optional(),
  user: text.optional(),
  working_dir: text.optional(),
  entrypoint: command.optional(),
  command: command.optional(),
  privileged: boolean.optional(),
  expose: textOrTexts.optional(),
  pull_on: z.union([stages, stages.element]).describe('a list of stages').optional(),
  pull_from: text.optional(),
})

const checkedImage = image.superRefine(checkImage)

const drbd = z.strictObject({
  fstype: text.optional(),
  size: text.optional(),
  diskless: texts.optional(),
  available_on: stages.optional(),
  device_id: z.number().int().min(1).max(58_535).optional(),
  vgname: text.optional(),
})

const nfs = z.strictObject({size: text.optional(), available_on: stages.optional()})

const volume = z.strictObject({
  source: text,
  target: text,
  type: z
    .union([z.enum(['volume', 'bind', 'tmpfs']), template])
    .describe('volume, bind or tmpfs')
    .optional(),
  readonly: boolean.optional(),
  driver: text.optional(),
  driver_opts: scalars.optional(),
  drbd: drbd.optional(),
  nfs: nfs.optional(),
})

const checkedVolume = volume.superRefine(checkVolume)

const protocol = z.enum(['tcp', 'udp', 'sctp'])

const portNumber = z
  .union([
    z.number().int().min(1).max(65_535),
    z
      .string()
      .regex(/^\d{1,5}$/)
      .refine(isPort),
  ])
  .describe('a port number from 1 to 65535')

const longPort = z.strictObject({
  target_port: portNumber,
  published_port: portNumber.optional(),
  protocol: protocol.optional(),
  mode: z.enum(['ingress', 'host']).optional(),
})

const shortPort = z
  .string()
  .regex(/^(\d{1,5}:)?\d{1,5}(\/(tcp|udp|sctp))?$/)
  .refine(text => text.split('/')[0]?.split(':').every(isPort))

const port = z
  .union([shortPort, longPort])
  .describe('a text like "8080:80" or "53/udp" with ports from 1 to 65535, or a mapping with target_port')

const backupScript = z.strictObject({
  name: text,
  directory: text.optional(),
  backup_command: text.optional(),
  backup_file: text.optional(),
  restore_command: text.optional(),
  restore_file: text.optional(),
  ext: text.optional(),
  cleanup_days_before: wholeNumber.optional(),
  batch_scripts: texts.optional(),
})

const healthcheck = z.strictObject({
  test: command,
  interval: duration.optional(),
  timeout: duration.optional(),
  retries: wholeNumber.optional(),
  start_period: duration.optional(),
})

const restart = z.strictObject({
  condition: z
    .union([z.enum(['none', 'on-failure', 'any']), template])
    .describe('none, on-failure or any')
    .optional(),
  delay: duration.optional(),
  max_attempts: wholeNumber.optional(),
  window: duration.optional(),
})

const placement = z.strictObject({
  constraints: texts.optional(),
  preferences: z
    .union([z.array(z.strictObject({spread: text})), template])
    .describe('a list of mappings like spread: node.labels.zone')
    .optional(),
})

const logging = z.strictObject({driver: text, options: scalars.optional()})

/** One service, before its templates are evaluated. */
export const service = z.strictObject({
  image: z.union([text, checkedImage]).describe('an image tag, or a mapping with from and roles').optional(),
  volumes: z.array(checkedVolume).optional(),
  ports: z.array(port).optional(),
  available_on: stages.optional(),
  backup_scripts: z
    .union([z.array(backupScript), template])
    .describe('a list of backup scripts')
    .optional(),
  command: command.optional(),
  entrypoint: command.optional(),
  environment: scalars.optional(),
  dns: textOrTexts.optional(),
  endpoint_mode: z
    .union([z.enum(['vip', 'dnsrr', 'VIP', 'DNSRR']), template])
    .describe('vip or dnsrr')
    .optional(),
  healthcheck: z.union([healthcheck, template]).describe('a mapping with test').optional(),
  hosts: scalars.optional(),
  ignore_error: texts.optional(),
  monitor_error: texts.optional(),
  initialize_roles: texts.optional(),
  labels: z
    .union([z.record(z.string(), z.unknown()), template])
    .describe('a mapping of label names to values')
    .optional(),
  logging: z.union([logging, template]).describe('a mapping with driver').optional(),
  mode: z
    .union([z.enum(['replicated', 'global']), template])
    .describe('replicated or global')
    .optional(),
  networks: texts.optional(),
  placement: z.union([placement, template]).describe('a mapping with constraints or preferences').optional(),
  replicas: z
    .union([z.number().int().min(-1), z.string().regex(/^\d+$/), template])
    .describe('a whole number, zero or more')
    .optional(),
  restart_config: z
    .union([restart, template])
    .describe('a mapping with condition, delay, max_attempts or window')
    .optional(),
  standalone: z.boolean().optional(),
  stop_grace_period: duration.optional(),
  user: text.optional(),
  working_dir: text.optional(),
  cap_add: texts.optional(),
  cap_drop: texts.optional(),
  sysctls: scalars.optional(),
  cpu_limit: number.optional(),
  mem_limit: size.optional(),
})

const ipamConfig = z.strictObject({
  subnet: text.optional(),
  iprange: text.optional(),
  gateway: text.optional(),
  aux_addresses: scalars.optional(),
})

const ipam = z.strictObject({
  driver: text.optional(),
  config: z
    .union([z.array(ipamConfig), template])
    .describe('a list of mappings with subnet')
    .optional(),
  options: scalars.optional(),
})

const network = z
  .strictObject({
    driver: text.optional(),
    ipam: z.union([ipam, template]).describe('a mapping with driver, config or options').optional(),
    driver_opts: scalars.optional(),
  })
  .nullable()

/** A services file (`plugin: hive_services`). */
export const servicesFile = z.strictObject({
  plugin: z.literal('hive_services'),
  available_on: stages.optional(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), network).optional(),
})

export type ServiceDefinition = z.infer<typeof service>
export type ImageDefinition = z.infer<typeof image>
export type VolumeDefinition = z.infer<typeof volume>
export type PortDefinition = z.infer<typeof port>
export type ServicesFile = z.infer<typeof servicesFile>
