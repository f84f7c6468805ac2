import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {execa} from 'execa'
import {zabbixPackages} from '../src/zabbix/packaged.ts'

/**
 * The image of nodes that have Zabbix's packages already, and nothing of it set up; its tag. Made once for each node image:
 * on a busy machine it takes minutes to install them.
 */
export async function ensureZabbixImage(): Promise<string> {
  const {stdout: nodeImage} = await execa(join(import.meta.dirname, '../../../scripts/node-image'))
  const recipe = dockerfile(nodeImage)
  const tag = `hive-test-zabbix:${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}`
  const {failed} = await execa('docker', ['image', 'inspect', tag], {reject: false})
  if (failed) await execa('docker', ['build', '--network', 'host', '--force-rm', '-t', tag, '-'], {input: recipe})
  return tag
}

function dockerfile(nodeImage: string): string {
  return `FROM ${nodeImage}
RUN export DEBIAN_FRONTEND=noninteractive && apt-get -qq update \\
 && apt-get -qq install -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io ${zabbixPackages.join(' ')} \\
 && systemctl disable zabbix-server.service postgresql.service \\
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin
`
}
