import {reasonOf} from '../error.ts'

/** Why an engine refused, in its own words without the client's wrapping. */
export function engineReason(error: unknown): string {
  if (!(error instanceof Error) || !('json' in error)) return reasonOf(error).trim()
  const {json} = error
  const said = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined
  return (typeof said === 'string' ? said : reasonOf(error)).trim()
}
