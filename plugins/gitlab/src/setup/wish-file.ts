import {readFile} from 'node:fs/promises'
import {HiveError, reasonOf} from '@hive-ci/cli'
import {LineCounter, parseDocument} from 'yaml'
import {type Wish, wishSchema} from './wish-schema.ts'

/** Reads `gitlab.yml`; without the file nothing is wished for. Throws `HiveError` INVENTORY_INVALID with `file:line`. */
export async function readWishFile(path: string, name: string): Promise<Wish> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw new HiveError('INVENTORY_INVALID', `${name} cannot be read: ${reasonOf(error)}.`, {cause: error})
  })
  return parseWish(text, name)
}

export function parseWish(text: string, name: string): Wish {
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false})
  const lineAt = (offset: number | undefined) => `${name}:${lines.linePos(offset ?? 0).line}`
  const [mistake] = document.errors
  if (mistake) throw invalid([`${lineAt(mistake.pos[0])}: ${mistake.message}.`])
  const {data, error} = wishSchema.safeParse(document.toJS() ?? {})
  if (data) return data
  const problems = (error?.issues ?? []).map(({path, message}) => {
    const keys = path.map(key => (typeof key === 'symbol' ? key.toString() : key))
    const node = document.getIn(keys, true)
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
    const [offset] = Array.isArray(range) ? range : []
    return `${lineAt(typeof offset === 'number' ? offset : 0)}: ${keys.join('/')}: ${message}.`
  })
  throw invalid(problems)
}

function invalid(problems: readonly string[]): HiveError {
  return new HiveError('INVENTORY_INVALID', problems.join('\n'))
}
