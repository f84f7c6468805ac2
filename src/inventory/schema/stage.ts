import {z} from 'zod'
import {boolean, cidr, scalar, stage, template, text, wholeNumber} from './parts.ts'

const subnet = z.strictObject({cidr, name: text.optional(), available_zone: text.optional()})

const sharedRepository = z.strictObject({
  context_dir: text,
  ssh_port: wholeNumber.optional(),
  dns_address: text.optional(),
  zabbix_server_port: wholeNumber.optional(),
  zabbix_web_port: wholeNumber.optional(),
  zabbix_agent_port: wholeNumber.optional(),
  registry_port: wholeNumber.optional(),
  syslog_port: wholeNumber.optional(),
})

const kickstartNetwork = z.strictObject({
  interface: text.optional(),
  gateway: text.optional(),
  nameservers: z.array(text).optional(),
  ips: z.array(text).optional(),
  netmask: text.optional(),
  vlanid: scalar.optional(),
  bonding_interfaces: z.array(text).optional(),
})

const kickstartConfig = z.strictObject({
  iso_src: text.optional(),
  iso_dest: text.optional(),
  target: text.optional(),
  networks: z.array(kickstartNetwork).optional(),
})

const customHostname = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/)
  .describe('at least two lower case letters, digits or hyphens, with no hyphen at either end')

/** One stage of hive.yml, before its templates are evaluated. */
export const stageDefinition = z.strictObject({
  provider: z.string(),
  cidr,
  number_of_hosts: z.number().int().min(1).max(1000).optional(),
  separate_repository: z.boolean().optional(),
  shared_repository: sharedRepository.optional(),
  custom_hostname: customHostname.optional(),
  ip_address_list: z.array(z.string()).min(1).optional(),
  subnets: z.array(subnet).min(1).optional(),
  region: text.optional(),
  az_suffix_list: z.array(text).min(1).optional(),
  instance_type: text.optional(),
  repository_instance_type: text.optional(),
  image_name: z
    .union([text, z.record(z.string(), scalar)])
    .describe('a text, or a mapping with offer, publisher, sku and version')
    .optional(),
  memory_size: wholeNumber.optional(),
  repository_memory_size: wholeNumber.optional(),
  cpus: wholeNumber.optional(),
  repository_cpus: wholeNumber.optional(),
  disk_size: wholeNumber.optional(),
  repository_disk_size: wholeNumber.optional(),
  mirrored_disk_size: wholeNumber.optional(),
  disk_encrypted: boolean.optional(),
  mirrored_disk_encrypted: boolean.optional(),
  repository_disk_encrypted: boolean.optional(),
  kms_key_id: text.optional(),
  root_password: z.unknown().optional(),
  jump_host: text.optional(),
  internal_cidr: cidr.optional(),
  internal_cidr_v6: cidr.optional(),
  kernel_version: text.optional(),
  drbd_download_url: text.optional(),
  kickstart_config: kickstartConfig.optional(),
  filestore_cidr: cidr.optional(),
  prepared_resource_group: boolean.optional(),
  not_support_az: boolean.optional(),
  bridge: text.optional(),
  dev: text.optional(),
  nameservers: z
    .union([z.array(text), template])
    .describe('a list of addresses')
    .optional(),
})

/** hive.yml (`plugin: hive_inventory`). */
export const hiveFile = z.strictObject({
  plugin: z.literal('hive_inventory'),
  name: z.string(),
  stages: z.partialRecord(stage, stageDefinition),
})

export type StageDefinition = z.infer<typeof stageDefinition>
export type SubnetDefinition = z.infer<typeof subnet>
export type HiveFile = z.infer<typeof hiveFile>
