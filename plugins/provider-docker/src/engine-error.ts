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
