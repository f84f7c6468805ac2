import type {FailedEvent} from './event.ts'

/** The sentence for a resource that failed: which role, where, at what, why. */
export function failureSentence(host: string, event: FailedEvent, seconds: number): string {
  return `Role ${event.role} failed on ${host} at ${event.id}${reason(event, seconds)}`
}

function reason({reason, status, output}: FailedEvent, seconds: number): string {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const words = last === '' ? ' and printed nothing.' : `: ${last}`
  switch (reason) {
    case 'apply':
      return ` (exit ${status})${words}`
    case 'react':
      return `, in what follows a change (exit ${status})${words}`
    case 'timeout':
      return `: it did not finish within ${seconds} seconds and was ended${last && `; it last printed: ${last}`}.`
    case 'unsettled':
      return `: it was applied without an error, but its check still says otherwise (exit ${status})${last && `: ${last}`}.`
    case 'guard':
      return `: what is there could not be saved, so nothing was changed${words}`
    case 'temporary':
      return ': no temporary directory could be made in /run or /tmp; the file systems may be full or read-only.'
  }
}
