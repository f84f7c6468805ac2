import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {type Site, setVariable} from '@hive-ci/cli'
import {cacheNames} from '../names.ts'

/** What a project has that is not its description: keys and state of stages, history, libraries. */
const leftOut = ['.hive', '.git', 'node_modules']

/** Copies the project of a site for a stage that starts from nothing and uses the cache at `proxy`; works in the copy. */
export async function inScratchProject<T>(
  site: Site,
  proxy: string,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-certify-'))
  try {
    await cp(site.rootDirectory, directory, {recursive: true, filter: path => !leftOut.includes(basename(path))})
    const certificate = await readFile(cacheNames(site).certificate, 'utf8')
    const others = site.extraAuthorities.map(({pem}) => pem)
    await writeFile(join(directory, 'certify-ca.pem'), [certificate, ...others].join(''))
    const {stage} = site
    const set = (name: string, value: string) => setVariable({rootDirectory: directory, stage, name, value})
    await set('stage', stage)
    await set('http_proxy', proxy)
    await set('extra_ca', 'certify-ca.pem')
    for (const name of ['pip_index_url', 'pip_trusted_host', 'registry_mirror', 'image_mirror'] as const) {
      const value = site.settings[name]
      if (value !== undefined) await set(name, value)
    }
    return await work(directory)
  } finally {
    await rm(directory, {recursive: true, force: true})
  }
}
