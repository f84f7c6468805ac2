import type {Output, Reporter} from './reporter.ts'

/** Under `--json` standard output belongs to the result alone; warnings must not get lost, so they go to `errors`. */
export function jsonReporter(errors: Output): Reporter {
  const seen = new Set<string>()
  return {
    report(event) {
      if (event.type !== 'warning') return
      const text = event.target === undefined ? event.text : `${event.target}: ${event.text}`
      if (seen.has(text)) return
      seen.add(text)
      errors.write(`Warning: ${text}\n`)
    },
    close() {},
  }
}
