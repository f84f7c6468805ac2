import {readFile} from 'node:fs/promises'
import type {Environment, Section} from './section.ts'

const variables = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'GIT_SSL_CAINFO', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE']

/** The files programs of this job take the certificates of authorities from. */
export async function trustSection(environment: Environment): Promise<Section> {
  const named = variables.flatMap(name => {
    const file = environment[name]
    return file ? [{name, file}] : []
  })
  const read = await Promise.all(named.map(async ({name, file}) => ({name, file, count: await certificatesIn(file)})))
  return {
    title: 'Trusted authorities',
    facts:
      read.length > 0
        ? read.map(({name, file, count}) => `${name}: ${file}, ${count} certificates`)
        : ['those of the image'],
    problems: read
      .filter(({count}) => count === 0)
      .map(({name, file}) => `${name} names ${file}, which holds no certificate. Correct HIVE_CA or the variable.`),
    warnings: [],
  }
}

async function certificatesIn(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('-----BEGIN CERTIFICATE-----').length - 1
}
