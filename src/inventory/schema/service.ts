import {z} from 'zod'
import {image} from './image.ts'
import {
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
import {port} from './port.ts'
import {volume} from './volume.ts'

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
  image: z.union([text, image]).describe('an image tag, or a mapping with from and roles').optional(),
  volumes: z.array(volume).optional(),
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

export type ServiceDefinition = z.infer<typeof service>
