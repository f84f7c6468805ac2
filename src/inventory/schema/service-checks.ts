import type {z} from 'zod'
import {isVolumeName} from '../names.ts'
import type {ImageDefinition, VolumeDefinition} from './service.ts'

/** What the types of an image's attributes can not say: which go together. */
export function checkImage({pull_on: pullOn, pull_from: pullFrom}: ImageDefinition, context: z.RefinementCtx): void {
  const isPullOnGiven = pullOn !== undefined && pullOn.length > 0
  if (isPullOnGiven && pullFrom === undefined) {
    complain(context, ['pull_on'], 'stages that pull the image need pull_from beside it.')
  }
  if (!isPullOnGiven && pullFrom !== undefined) {
    complain(context, ['pull_from'], 'an image to pull needs the stages that pull it in pull_on.')
  }
}

/** What the types of a volume's attributes can not say. */
export function checkVolume(volume: VolumeDefinition, context: z.RefinementCtx): void {
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

/** Whether a text of digits is a port. */
export function isPort(text: string): boolean {
  return Number(text) >= 1 && Number(text) <= 65_535
}

function complain(context: z.RefinementCtx, path: string[], message: string): void {
  context.addIssue({code: 'custom', path, message})
}
