import {z} from 'zod'
import {boolean, command, scalars, stages, template, text, textOrTexts} from './parts.ts'

const attributes = z.strictObject({
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

/** An image to be built, before its templates are evaluated. */
export const image = attributes.superRefine(checkImage)

export type ImageDefinition = z.infer<typeof attributes>

/** What the types of an image's attributes can not say: which go together. */
function checkImage({pull_on: pullOn, pull_from: pullFrom}: ImageDefinition, context: z.RefinementCtx): void {
  const isPullOnGiven = pullOn !== undefined && pullOn.length > 0
  if (isPullOnGiven && pullFrom === undefined) {
    complain(context, ['pull_on'], 'stages that pull the image need pull_from beside it.')
  }
  if (!isPullOnGiven && pullFrom !== undefined) {
    complain(context, ['pull_from'], 'an image to pull needs the stages that pull it in pull_on.')
  }
}

function complain(context: z.RefinementCtx, path: string[], message: string): void {
  context.addIssue({code: 'custom', path, message})
}
