import {readdir, readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'

/** Keys and passwords of the context directory: all that is long enough and no certificate. */
export async function madeByHive(context: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(context, {recursive: true})).filter(name => /key|password|htpasswd|id_rsa/.test(name))
  const entries = await Promise.all(
    names.map(async name => {
      if (!(await stat(join(context, name))).isFile()) return []
      const text = await readFile(join(context, name), 'utf8')
      // The middle of a key: its first lines say of which kind it is, and are alike in all of them.
      const lines = text
        .trim()
        .split('\n')
        .filter(line => !line.startsWith('---'))
      return [[name, lines[Math.floor(lines.length / 2)] ?? '']] as const
    }),
  )
  return Object.fromEntries(entries.flat().filter(([name, value]) => value.length > 7 && !/pub$|known/.test(name)))
}
