/** The HTTP status an engine refused with; undefined when it did not answer at all. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode
  return undefined
}

/** What the engine said, without dockerode's preface. */
export function engineMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('json' in error && typeof error.json === 'object' && error.json !== null && 'message' in error.json) {
    return String(error.json.message).replace(/\.$/, '')
  }
  const code = 'code' in error ? `${error.code}` : 'unknown failure'
  return (error.message || code)
    .replace(/^\(HTTP code \d+\) [a-z ]+ - /, '')
    .trim()
    .replace(/\.$/, '')
}

/** Waits for the engine, taking the given statuses as success: gone is what was wanted, stopped is stopped. */
export async function accepting<T>(statuses: readonly number[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return undefined
    throw error
  }
}
