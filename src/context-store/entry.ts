import {buffer} from 'node:stream/consumers'
import {extract, pack} from 'tar-stream'

/** A file, directory or link of a context directory, by its path below it. */
export interface Entry {
  readonly name: string
  readonly type: 'file' | 'directory' | 'symlink'
  /** Of a link where it leads; of a directory nothing. */
  readonly content: Buffer
  readonly isExecutable: boolean
}

/** Entries as one tar; equal entries in any order give equal bytes. */
export async function packEntries(entries: readonly Entry[]): Promise<Uint8Array> {
  const archive = pack()
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const {name, type, content, isExecutable} = entry
    const mode = type === 'directory' || isExecutable ? 0o700 : 0o600
    const header = {name, type, mode, mtime: new Date(0)}
    if (type === 'file') archive.entry(header, content)
    else archive.entry({...header, ...(type === 'symlink' && {linkname: content.toString()})})
  }
  archive.finalize()
  return buffer(archive)
}

/** The entries of a tar that {@link packEntries} made. */
export async function unpackEntries(packed: Uint8Array): Promise<readonly Entry[]> {
  const archive = extract()
  archive.end(packed)
  const entries: Entry[] = []
  for await (const entry of archive) {
    const {name, type, linkname, mode = 0} = entry.header
    const isLink = type === 'symlink'
    const content = isLink ? Buffer.from(linkname ?? '') : await buffer(entry)
    const kind = isLink || type === 'directory' ? type : 'file'
    entries.push({name, type: kind, content, isExecutable: kind === 'file' && (mode & 0o100) !== 0})
    entry.resume()
  }
  return entries
}

export function isSameEntry(one: Entry | undefined, other: Entry | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return one.type === other.type && one.isExecutable === other.isExecutable && one.content.equals(other.content)
}
