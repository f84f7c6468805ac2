import {readFile} from 'node:fs/promises'
import {text} from 'node:stream/consumers'
import {HiveError, reasonOf} from '@hive-ci/cli'
import {parse} from 'yaml'
import {z} from 'zod'

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))

/**
 * Values of variables, YAML or JSON: `KEY: value`, or `KEY@environment: value` where scopes differ. `-` is standard input.
 * Throws `HiveError` INVENTORY_INVALID without quoting what is in it.
 */
export async function readValues(file: string): Promise<ReadonlyMap<string, string>> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8').catch(refuse(file))
  return parseValues(content, file)
}

export function parseValues(content: string, file: string): ReadonlyMap<string, string> {
  const {data} = values.safeParse(parsed(content))
  if (data) return new Map(Object.entries(data))
  throw new HiveError('INVENTORY_INVALID', `${nameOf(file)}: expected a mapping of variables to texts.`)
}

/** The value of a variable of an environment. */
export function givenValue(given: ReadonlyMap<string, string>, key: string, environment: string): string | undefined {
  return given.get(`${key}@${environment}`) ?? given.get(key)
}

function parsed(content: string): unknown {
  try {
    return parse(content)
  } catch {
    // The parser quotes the line, which holds a secret.
    return undefined
  }
}

function refuse(file: string): (error: unknown) => never {
  return error => {
    throw new HiveError('INVENTORY_INVALID', `${file} cannot be read: ${reasonOf(error)}.`, {cause: error})
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'Standard input' : file
}
