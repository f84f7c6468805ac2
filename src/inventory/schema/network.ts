import {z} from 'zod'
import {scalars, template, text} from './parts.ts'

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

/** A network, before its templates are evaluated. */
export const network = z
  .strictObject({
    driver: text.optional(),
    ipam: z.union([ipam, template]).describe('a mapping with driver, config or options').optional(),
    driver_opts: scalars.optional(),
  })
  .nullable()
