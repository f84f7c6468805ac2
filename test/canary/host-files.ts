import {execa} from 'execa'
import {secretForms, secretsIn} from './secret-forms.ts'

interface HostSearch {
  /** Names of the containers that are the hosts. */
  readonly nodes: readonly string[]
  readonly secrets: Readonly<Record<string, string>>
  /** Name of the site, which is left out of what is told. */
  readonly site: string
}

const places = ['/etc', '/home', '/opt', '/root', '/run', '/srv', '/tmp', '/usr/bin', '/usr/local', '/var']
const searchWords = ['grep', '-rlasF', '-D', 'skip', '--exclude-dir=overlay2', '-f', '-', ...places]

const fileScript = `
stat -c '%U' "$1"
if setpriv --reuid 65534 --regid 65534 --clear-groups test -r "$1"; then echo and anybody; else echo only; fi
cat "$1"`

/** Every file of a host with a secret in it: where, whose, and which. Contents of containers are not looked at. */
export async function secretsOnHosts(search: HostSearch): Promise<readonly string[]> {
  const input = Object.values(search.secrets).flatMap(secretForms).join('\n')
  const found = await Promise.all(
    search.nodes.map(async name => {
      const {stdout} = await execa('docker', ['exec', '-i', name, ...searchWords], {input, reject: false})
      const paths = stdout.split('\n').filter(Boolean)
      return Promise.all(paths.map(path => describeFile(search, name, path)))
    }),
  )
  return [...new Set(found.flat())].toSorted()
}

async function describeFile({secrets, site}: HostSearch, name: string, path: string): Promise<string> {
  const words = ['exec', name, 'sh', '-c', fileScript, 'sh', path]
  const {stdout} = await execa('docker', words, {encoding: 'latin1', maxBuffer: 1e9, reject: false})
  const [owner, others] = stdout.split('\n', 2)
  const what = secretsIn(stdout, secrets).join(', ')
  const line = `${name.replace(/^.*(p-hive\d).*$/, '$1')} ${path}: ${owner} ${others}: ${what}`
  return line.replaceAll(/[0-9a-f]{32,}/g, 'ID').replaceAll(`.${site}`, '')
}
