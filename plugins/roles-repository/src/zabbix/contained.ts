import {
  composeProject,
  credentialsAddress,
  directory,
  dockerImage,
  externalLogins,
  file,
  type Host,
  secret,
  sh,
} from '@hive-ci/cli'
import {composeCommand} from '../compose-command.ts'
import {composeFile, imagesOf} from './compose-file.ts'
import {containedBackup} from './contained-backup.ts'
import {databasePasswordFile, type ZabbixKind} from './kind.ts'

const home = '/etc/hive/zabbix'
const advice =
  'Set hive_zabbix_server_tag and hive_zabbix_web_tag to images the host can pull, or hive_zabbix to false.'

/** Where there are no packages of it, or the inventory names images: server, page and database as one compose project. */
export const containedZabbix: ZabbixKind = {
  lastWords: sh`docker compose -p zabbix logs --tail 10 2>&1 || docker-compose -p zabbix logs --tail 10`,
  patience: 600,
  backup: containedBackup,
  running(host, material, facts) {
    const password = material.text(databasePasswordFile).trim()
    return [
      ...composeCommand(facts),
      directory('/etc/hive'),
      directory(home, {mode: '0700'}),
      file(`${home}/config.json`, {content: secret(clientSettings(host))}),
      ...Object.values(imagesOf(host)).map(image => dockerImage(image, {config: home, advice})),
      composeProject('zabbix', {directory: home, content: secret(composeFile(host, password))}),
    ]
  },
}

/** The docker command's own file: logins for registries the images may come from. */
function clientSettings(host: Host): string {
  const auths = externalLogins(host).map(({registry, user, password}) => [
    credentialsAddress(registry),
    {auth: Buffer.from(`${user}:${password.reveal()}`).toString('base64')},
  ])
  return `${JSON.stringify({auths: Object.fromEntries(auths)}, undefined, 2)}\n`
}
