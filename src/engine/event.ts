import {z} from 'zod'

const step = {role: z.string(), id: z.string()}

const programEvent = z.discriminatedUnion('type', [
  z.strictObject({type: z.literal('started'), pid: z.int()}),
  z.strictObject({type: z.literal('ok'), ...step}),
  z.strictObject({type: z.literal('would-change'), ...step, diff: z.string().optional()}),
  z.strictObject({type: z.literal('would-restart'), ...step}),
  /** A change has begun; it may take this many seconds. */
  z.strictObject({type: z.literal('applying'), ...step, seconds: z.number()}),
  z.strictObject({type: z.literal('changed'), ...step, diff: z.string().optional()}),
  z.strictObject({type: z.literal('restarted'), ...step}),
  z.strictObject({
    type: z.literal('failed'),
    ...step,
    reason: z.enum(['guard', 'apply', 'react', 'timeout', 'unsettled', 'temporary']),
    status: z.int(),
    /** The last lines the command printed. */
    output: z.string(),
  }),
  z.strictObject({type: z.literal('reboot-needed'), role: z.string()}),
  /** The role changed what could lock the mother out: she has to confirm over a new connection. */
  z.strictObject({type: z.literal('guarded'), names: z.string().trim()}),
  /** What was guarded is as it was before: nobody confirmed it, or the role failed. */
  z.strictObject({type: z.literal('put-back'), names: z.string().trim()}),
  z.strictObject({type: z.literal('ended')}),
])

/** What a program on a host tells, one JSON object for each line. */
export type ProgramEvent = z.infer<typeof programEvent>

export type FailedEvent = Extract<ProgramEvent, {type: 'failed'}>

/** Reads a line of a program's output; undefined for anything but an event, which is then output of the host. */
export function parseEvent(line: string): ProgramEvent | undefined {
  if (!line.startsWith('{"type":"')) return undefined
  try {
    return programEvent.safeParse(JSON.parse(line)).data
  } catch {
    // Not JSON: the caller reports the line as it is, so nothing is lost.
    return undefined
  }
}
