/** Strikes secrets out of every text of plain data, however deep it lies; anything else is left as it is. */
export function scrubData<T>(data: T, scrub: (text: string) => string): T
export function scrubData(data: unknown, scrub: (text: string) => string): unknown {
  if (typeof data === 'string') return scrub(data)
  if (Array.isArray(data)) return data.map(item => scrubData<unknown>(item, scrub))
  if (!isPlain(data)) return data
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, scrubData<unknown>(value, scrub)]))
}

function isPlain(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && Object.getPrototypeOf(data) === Object.prototype
}
