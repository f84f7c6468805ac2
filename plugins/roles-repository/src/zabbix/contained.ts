import {
  command,
  composeProject,
  credentialsAddress,
  directory,
  externalLogins,
  file,
  type Host,
  type Resource,
  secret,
  sh,
} from '@hive-ci/cli'
import {composeCommand} from '../compose-command.ts'
import {composeFile, imagesOf} from './compose-file.ts'
import {containedBackup} from './contained-backup.ts'
import {databasePasswordFile, type ZabbixKind} from './kind.ts'

const home = '/etc/hive/zabbix'

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
      ...Object.values(imagesOf(host)).map(isHere),
      composeProject('zabbix', {directory: home, content: secret(composeFile(host, password))}),
    ]
  },
}

function isHere(image: string): Resource {
  return command(`the image ${image} is there`, {
    check: sh`docker image inspect ${image} >/dev/null 2>&1`,
    apply: sh`DOCKER_CONFIG=${home} docker pull -q ${image} >/dev/null || {
  echo 'Set hive_zabbix_server_tag and hive_zabbix_web_tag to images the host can pull, or hive_zabbix to false.' >&2
  exit 1
}`,
    timeout: 1800,
  })
}

/** The docker command's own file: logins for registries the images may come from. */
function clientSettings(host: Host): string {
  const auths = externalLogins(host).map(({registry, user, password}) => [
    credentialsAddress(registry),
    {auth: Buffer.from(`${user}:${password.reveal()}`).toString('base64')},
  ])
  return `${JSON.stringify({auths: Object.fromEntries(auths)}, undefined, 2)}\n`
}
