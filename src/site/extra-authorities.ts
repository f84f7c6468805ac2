import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {getCACertificates} from 'node:tls'
import {HiveError, reasonOf} from '../error.ts'
import {type Authority, parseAuthorities} from './authority.ts'
import type {Site} from './site.ts'

/**
 * The authorities of the variable `extra_ca`, a PEM file named from the project's root; none when it is not set.
 * @throws HiveError VARIABLE_INVALID with file and line.
 */
export async function readExtraAuthorities(
  rootDirectory: string,
  name: string | undefined,
): Promise<readonly Authority[]> {
  if (name === undefined || name === '') return []
  return parseAuthorities(await readText(resolve(rootDirectory, name)), name)
}

/** Everything the mother's own downloads trust, PEM: what Node trusts, and what `extra_ca` adds. */
export function trustedCertificates({extraAuthorities}: Pick<Site, 'extraAuthorities'>): string[] {
  return [...getCACertificates('default'), ...extraAuthorities.map(({pem}) => pem)]
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new HiveError(
      'VARIABLE_INVALID',
      `Variable extra_ca names ${file}, which cannot be read: ${reasonOf(cause)}.`,
      {
        cause,
        suggestions: ['Set it anew with "hive set extra_ca FILE"; set it to "" to trust no other authorities.'],
      },
    )
  }
}
