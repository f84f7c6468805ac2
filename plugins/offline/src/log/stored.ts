/** What squid says to have written to its store. */
export interface Stored {
  readonly urls: ReadonlySet<string>
  /** URLs that are answered in more than one way, by what a request says. */
  readonly varied: ReadonlySet<string>
  /** By file of the volume, the URL that was written to it last. */
  readonly files: ReadonlyMap<string, string>
}

/** Reads squid's log of its store: time, action, directory, file, key, status, three dates, type, sizes, method, URL. */
export async function readStored(lines: AsyncIterable<string>): Promise<Stored> {
  const urls = new Set<string>()
  const varied = new Set<string>()
  const files = new Map<string, string>()
  for await (const line of lines) {
    const words = line.trim().split(/\s+/)
    const [, action, , file = ''] = words
    const url = words.at(-1) ?? ''
    if (action !== 'SWAPOUT') continue
    urls.add(url)
    if (words[9] === 'x-squid-internal/vary') varied.add(url)
    files.set(storePath(file), url)
  }
  return {urls, varied, files}
}

/** 16 directories of 64 directories, as squid-config.ts has it, with 64 files in each. */
function storePath(file: string): string {
  const number = Number.parseInt(file, 16)
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(2, '0')
  return `store/${hex(Math.floor(number / 4096) % 16)}/${hex(Math.floor(number / 64) % 64)}/${file}`
}
