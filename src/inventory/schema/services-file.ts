import {z} from 'zod'
import {network} from './network.ts'
import {stages} from './parts.ts'
import {service} from './service.ts'

/** A services file (`plugin: hive_services`). */
export const servicesFile = z.strictObject({
  plugin: z.literal('hive_services'),
  available_on: stages.optional(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), network).optional(),
})

export type ServicesFile = z.infer<typeof servicesFile>
