import {z} from 'zod'
import {isVolumeName} from '../names.ts'
import {boolean, scalars, stages, template, text, texts} from './parts.ts'

const drbd = z.strictObject({
  fstype: text.optional(),
  size: text.optional(),
  diskless: texts.optional(),
  available_on: stages.optional(),
  device_id: z.number().int().min(1).max(58_535).optional(),
  vgname: text.optional(),
})

const nfs = z.strictObject({size: text.optional(), available_on: stages.optional()})

const attributes = z.strictObject({
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

/** A mount of a service and the volume behind it, before templates are evaluated. */
export const volume = attributes.superRefine(checkVolume)

export type VolumeDefinition = z.infer<typeof attributes>

/** What the types of a volume's attributes can not say. */
function checkVolume(volume: VolumeDefinition, context: z.RefinementCtx): void {
  const kinds = (['driver', 'drbd', 'nfs'] as const).filter(kind => volume[kind] !== undefined)
  if (kinds.length > 1) complain(context, [], `${kinds.join(' and ')} exclude each other: keep one of them.`)
  const source = String(volume.source)
  const isNamed = kinds.length > 0 || volume.type === 'volume'
  if (isNamed && !source.includes('{{') && !isVolumeName(source)) {
    const rule = 'use letters, digits, dots, hyphens and underscores, at least two.'
    complain(context, ['source'], `${JSON.stringify(source)} can not name a volume: ${rule}`)
  }
  const target = String(volume.target)
  if (!target.startsWith('/') && !target.includes('{{')) {
    complain(context, ['target'], `should be an absolute path, got ${JSON.stringify(target)}.`)
  }
}

function complain(context: z.RefinementCtx, path: string[], message: string): void {
  context.addIssue({code: 'custom', path, message})
}
