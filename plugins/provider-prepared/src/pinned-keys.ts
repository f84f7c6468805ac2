import {join} from 'node:path'
import {type Host, readContextFile, type Site} from '@hive-ci/cli'

/** The keys this stage knows a host by, `<type> <base64>`; none before the first build-infra. */
export async function pinnedKeys(
  site: Site,
  {name, address}: Pick<Host, 'name' | 'address'>,
  port: number,
): Promise<readonly string[]> {
  const text = (await readContextFile(join(site.contextDirectory, 'known_hosts'))) ?? ''
  const names = [name, address].map(host => (port === 22 ? host : `[${host}]:${port}`))
  return text
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([hosts = '']) => hosts.split(',').some(host => names.includes(host)))
    .map(([, type, key]) => `${type} ${key}`)
}
