import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {readTagMapping, type Site, setVariable, writeContextFile} from '@hive-ci/cli'
import {cacheNames} from '../names.ts'
import {type Use, useOf} from '../use.ts'

/** What a project's root has that is not its description: keys and state of stages, history, libraries. */
const leftOut = ['.hive', '.git', 'node_modules']

/** Variables that say what the site is, or how it is reached; all others are keys, state, or ways to run hive. */
const describing = [
  'apt_check_valid_until',
  'first_hive',
  'http_proxy_port',
  'image_mirror',
  'inventory_path',
  'no_format',
  'pip_index_url',
  'pip_trusted_host',
  'registry_backup_cleanup_days_before',
  'registry_mirror',
  'roles_path',
  'tls_logging',
  'vagrant_proxy',
  'zabbix_backup_cleanup_days_before',
]

/** Copies the project of a site for a stage that starts from nothing and uses the cache; works in the copy. */
export async function inScratchProject<T>(
  site: Site,
  cache: Pick<Use, 'mode' | 'proxy'>,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-rehearsal-'))
  try {
    await copyDescription(site, directory)
    const certificate = await readFile(cacheNames(site).certificate, 'utf8')
    const others = site.extraAuthorities.map(({pem}) => pem)
    await writeFile(join(directory, 'rehearsal-ca.pem'), [certificate, ...others].join(''))
    const use = useOf({...cache, certificate: 'rehearsal-ca.pem'})
    const wanted = {...settingsOf(site, directory), stage: site.stage, ...use}
    for (const [name, value] of Object.entries(wanted)) {
      await setVariable({rootDirectory: directory, stage: site.stage, name, value})
    }
    return await work(directory)
  } finally {
    await rm(directory, {recursive: true, force: true})
  }
}

async function copyDescription({rootDirectory, contextDirectory, stage}: Site, directory: string): Promise<void> {
  const without = [...leftOut.map(name => join(rootDirectory, name)), contextDirectory]
  await cp(rootDirectory, directory, {recursive: true, filter: path => !without.includes(path)})
  // The only file of the context that people write: it decides which images the stage is made of.
  const mapping = JSON.stringify(await readTagMapping(contextDirectory))
  await writeContextFile(join(directory, '.hive', stage, 'tag-mapping.json'), mapping)
}

function settingsOf({settings, rootDirectory}: Site, directory: string): Readonly<Record<string, string>> {
  // Of paths, and lists of them, those in the project become those in its copy.
  const moved = (path: string) =>
    path === rootDirectory || path.startsWith(`${rootDirectory}/`) ? directory + path.slice(rootDirectory.length) : path
  const known = describing.filter(name => settings[name] !== undefined)
  return Object.fromEntries(known.map(name => [name, String(settings[name]).split(':').map(moved).join(':')]))
}
