import {z} from 'zod'

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

/** A port of a service, in short or long syntax. */
export const port = z
  .union([shortPort, longPort])
  .describe('a text like "8080:80" or "53/udp" with ports from 1 to 65535, or a mapping with target_port')

export type PortDefinition = z.infer<typeof port>

/** Whether a text of digits is a port. */
function isPort(text: string): boolean {
  return Number(text) >= 1 && Number(text) <= 65_535
}
