import {command, defineHostRole, type Resource, sh} from '@hive-ci/cli'
import {isToBeEnterpriseLinux} from '../enterprise-linux.ts'
import {webPort} from './api.ts'
import {namesImages, zabbixKind} from './choose.ts'
import {imagesOf} from './compose-file.ts'
import {databasePasswordFile, type ZabbixKind} from './kind.ts'
import {preparePasswords} from './passwords.ts'
import {planRegistration} from './registration.ts'

/** Watches the site: server, database and web page on the repository host, told of every server through the API. */
export const zabbix = defineHostRole({
  name: 'zabbix',
  group: 'repository',
  appliesTo: host => host.variables.get('hive_zabbix') !== false,
  images: (host, site) => (namesImages(host) || isToBeEnterpriseLinux(host, site) ? Object.values(imagesOf(host)) : []),
  prepare: preparePasswords,
  material: () => [databasePasswordFile],

  resources(host, _site, facts, material) {
    const kind = zabbixKind(host, facts)
    return kind === undefined ? [] : [...kind.running(host, material, facts), answers(kind)]
  },

  async conclude(session, [repository]) {
    if (repository === undefined || zabbixKind(repository.host, repository.facts) === undefined) return undefined
    return planRegistration(session, repository)
  },
})

/** Its units count as started before the database is in its final shape. */
function answers({lastWords, patience}: ZabbixKind): Resource {
  const asked = '{"jsonrpc":"2.0","id":1,"method":"apiinfo.version","params":{}}'
  const url = `http://127.0.0.1:${webPort}/api_jsonrpc.php`
  const answer = sh`curl -s -m 20 -H 'Content-Type: application/json-rpc' -d ${asked} ${url} | grep -q result`
  return command('Zabbix answers', {
    check: answer,
    apply: sh`tries=0
until ${answer}; do
  tries=$((tries + 1))
  [ "$tries" -lt ${patience} ] || { ${lastWords}; exit 1; }
  sleep 1
done`,
    timeout: patience * 2,
  })
}
