import {z} from 'zod'
import {Float} from '../../template/context.ts'
import {
  boolean,
  duration,
  number,
  port,
  scalarTexts,
  size,
  text,
  textOf,
  textOrTexts,
  texts,
  wholeNumber,
  words,
} from './typed.ts'

const publishedPort = z.object({
  target_port: port,
  published_port: port,
  protocol: z.enum(['tcp', 'udp', 'sctp']),
  mode: z.enum(['ingress', 'host']).optional(),
})

const mount = z.object({
  source: z.union([z.string(), z.number()]).transform(String).describe('a text'),
  target: text,
  type: z.enum(['volume', 'bind', 'tmpfs']).optional(),
  readonly: boolean.optional(),
})

const healthcheck = z.object({
  test: z.union([z.string(), z.array(text)]).describe('a text or a list of texts'),
  interval: duration.optional(),
  timeout: duration.optional(),
  retries: wholeNumber.optional(),
  start_period: duration.optional(),
})

const backupScript = z.object({
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

const restart = z.object({
  condition: z.enum(['none', 'on-failure', 'any']).optional(),
  delay: duration.optional(),
  max_attempts: wholeNumber.optional(),
  window: duration.optional(),
})

const placement = z.object({
  constraints: texts.optional(),
  preferences: z
    .array(z.object({spread: text}))
    .describe('a list of mappings with spread')
    .optional(),
})

const labelValue = z.unknown().transform(value => (typeof value === 'string' ? value : spacedJson(value)))

/** The variables of a service, evaluated, each without its `hive_`. */
export const serviceSchema = z.object({
  image: text.optional(),
  image_name: text.optional(),
  volumes: z.array(mount).optional(),
  ports: z.array(publishedPort).optional(),
  backup_scripts: z.array(backupScript).optional(),
  command: words.optional(),
  entrypoint: words.optional(),
  environment: scalarTexts.optional(),
  dns: textOrTexts.optional(),
  endpoint_mode: z
    .string()
    .regex(/^(vip|dnsrr)$/i)
    .transform((mode): 'vip' | 'dnsrr' => (mode.toLowerCase() === 'vip' ? 'vip' : 'dnsrr'))
    .describe('vip or dnsrr')
    .optional(),
  healthcheck: healthcheck.optional(),
  hosts: scalarTexts.optional(),
  ignore_error: texts.optional(),
  monitor_error: texts.optional(),
  initialize_roles: texts.optional(),
  labels: z.record(z.string(), labelValue).optional(),
  logging: z.object({driver: text, options: scalarTexts.optional()}).optional(),
  mode: z.enum(['replicated', 'global']).optional(),
  networks: texts.optional(),
  placement: placement.optional(),
  replicas: wholeNumber.optional(),
  restart_config: restart.optional(),
  standalone: boolean.optional(),
  stop_grace_period: duration.optional(),
  user: text.optional(),
  working_dir: text.optional(),
  cap_add: texts.optional(),
  cap_drop: texts.optional(),
  sysctls: scalarTexts.optional(),
  cpu_limit: number.optional(),
  mem_limit: size.optional(),
})

export type ServiceValues = z.infer<typeof serviceSchema>

/** JSON with a blank after commas and colons, which is how labels came out of hive-builder. */
function spacedJson(value: unknown): string {
  if (value instanceof Float) return textOf(value)
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${spacedJson(inner)}`)
    .join(', ')}}`
}
