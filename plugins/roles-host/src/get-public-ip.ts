import {mkdir, readFile, rename, writeFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {defineHostRole, HiveError, type RoleChange, reasonOf, type Session, type Site} from '@hive-ci/cli'
import {sharedAddresses, sharedHosts} from './shared-hosts.ts'

/**
 * For a stage with `shared_repository`: writes into that repository's directory on the mother where its servers are
 * reached. Public addresses are what the provider knows of its machines; nobody else is asked.
 */
export const getPublicIp = defineHostRole({
  name: 'get-public-ip',
  group: 'servers',
  appliesTo: (_host, site) => directoryOf(site) !== undefined,
  warnings: () => [
    'The stage has a shared_repository. Its hosts files are kept, but the repository itself, a container on the mother, ' +
      'is not built by this version: keep it with hive-builder, and restart it when its servers change.',
  ],

  async prepare(session) {
    const directory = directoryOf(session.site)
    if (directory === undefined) return []
    const addresses = await publicAddresses(session)
    const {site} = session
    const changes = [
      await change(join(directory, 'hosts'), text => sharedHosts(text, site, addresses)),
      await change(join(directory, 'hosts.yml'), text => sharedAddresses(text, site, addresses)),
    ]
    return changes.filter(each => each !== undefined)
  },

  resources: () => [],
})

function directoryOf({definition, rootDirectory}: Site): string | undefined {
  const {shared_repository: shared} = definition
  if (typeof shared !== 'object' || shared === null || !('context_dir' in shared)) return undefined
  return resolve(rootDirectory, String(shared.context_dir))
}

async function publicAddresses({site, extensions, signal, report}: Session): Promise<ReadonlyMap<string, string>> {
  const provider = await extensions.providers.get(site.provider)?.load?.()
  const progress = (text: string) => report({type: 'progress', target: site.mother.name, text})
  const machines = (await provider?.list({site, signal, progress})) ?? []
  return new Map(machines.map(({name, address, publicAddress}) => [name, publicAddress ?? address]))
}

async function change(path: string, edit: (text: string) => string): Promise<RoleChange | undefined> {
  const found = await read(path)
  const wanted = edit(found)
  if (wanted === found) return undefined
  const before = new Set(found.split('\n'))
  const after = new Set(wanted.split('\n'))
  const isNews = (line: string) => line !== '' && !line.startsWith('#')
  return {
    id: `file:${path}`,
    action: found === '' ? 'create' : 'update',
    details: [
      ...[...before].filter(line => isNews(line) && !after.has(line)).map(line => `- ${line}`),
      ...[...after].filter(line => isNews(line) && !before.has(line)).map(line => `+ ${line}`),
    ],
    // Read once more: another site may have written its part in between.
    apply: async () => write(path, edit(await read(path))),
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw new HiveError('CONTEXT_INVALID', `${path} cannot be read: ${reasonOf(error)}.`, {cause: error})
  }
}

/** For all to read, as it holds no secret and the repository's name server is somebody else; replaced in one move. */
async function write(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), {recursive: true})
    await writeFile(`${path}.hive`, content, {mode: 0o644})
    await rename(`${path}.hive`, path)
  } catch (error) {
    throw new HiveError('CONTEXT_INVALID', `${path} cannot be written: ${reasonOf(error)}.`, {
      cause: error,
      suggestions: ['Check context_dir of shared_repository in hive.yml, and the permissions of that directory.'],
    })
  }
}
