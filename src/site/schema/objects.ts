import {z} from 'zod'
import {boolean, port, scalarTexts, text, textOrTexts, texts, wholeNumber, words} from './typed.ts'

/** The variables of an image, evaluated, each without its `hive_`. */
export const imageSchema = z.object({
  from: text,
  roles: texts.optional(),
  standalone: boolean.optional(),
  env: scalarTexts.optional(),
  stop_signal: text.optional(),
  user: text.optional(),
  working_dir: text.optional(),
  entrypoint: words.optional(),
  command: words.optional(),
  privileged: boolean.optional(),
  expose: textOrTexts.optional(),
  pull_on: textOrTexts.optional(),
  pull_from: text.optional(),
})

const drbd = z.object({
  device_id: wholeNumber,
  fstype: text.optional(),
  size: text.optional(),
  diskless: texts.optional(),
  vgname: text.optional(),
})

/** The variables of a volume, evaluated, each without its `hive_`. */
export const volumeSchema = z.object({
  volume: z.object({
    name: text,
    driver: text.optional(),
    driver_options: scalarTexts.optional(),
    drbd: drbd.optional(),
    nfs: z.record(z.string(), z.unknown()).optional(),
  }),
})

const ipamConfig = z.object({
  subnet: text.optional(),
  iprange: text.optional(),
  gateway: text.optional(),
  aux_addresses: scalarTexts.optional(),
})

/** The variables of a network, evaluated, each without its `hive_`. */
export const networkSchema = z.object({
  ipam: z
    .object({
      driver: text.optional(),
      config: z.array(ipamConfig).optional(),
      options: scalarTexts.optional(),
    })
    .optional(),
  driver_opts: scalarTexts.optional(),
  network_attachable: boolean.optional(),
})

/** The variables of a server, evaluated, each without its `hive_`. */
export const hostSchema = z.object({
  private_ip: text,
  netmask: text,
  safe_admin: text,
  home_dir: text,
  safe_sshd_port: wholeNumber,
})

export type ImageValues = z.infer<typeof imageSchema>
export type VolumeValues = z.infer<typeof volumeSchema>
export type NetworkValues = z.infer<typeof networkSchema>
export type HostValues = z.infer<typeof hostSchema>

/** The variables of the mother that say where the site's registry is, evaluated, each without its `hive_`. */
export const registrySchema = z.object({
  registry_fqdn: text,
  registry_port: port.optional(),
  safe_docker_login_user: text,
})
