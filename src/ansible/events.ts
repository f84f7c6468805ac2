import {z} from 'zod'

const event = z.discriminatedUnion('type', [
  z.object({type: z.literal('failed'), host: z.string(), task: z.string(), path: z.string(), message: z.string()}),
  z.object({type: z.literal('changed'), host: z.string(), task: z.string()}),
  z.object({
    type: z.literal('recap'),
    hosts: z.record(
      z.string(),
      z.object({ok: z.number(), changed: z.number(), failures: z.number(), unreachable: z.number()}),
    ),
  }),
])

/**
 * What the callback plugin noted: where and why a task failed, which one changed something or would, and how many tasks
 * did what for each object.
 */
export type AnsibleEvent = z.infer<typeof event>

/** Reads the plugin's file; a last line that was cut off by a kill is left out. */
export function parseEvents(text: string): readonly AnsibleEvent[] {
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  return complete
    .split('\n')
    .filter(line => line !== '')
    .map(line => event.parse(JSON.parse(line)))
}
