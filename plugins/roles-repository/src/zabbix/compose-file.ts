import {type Host, textVariable, zabbixNetwork} from '@hive-ci/cli'
import {webPort} from './api.ts'

/** The images of the parts; a site of hive-builder may name its own server and page. */
export function imagesOf(host: Host) {
  return {
    server: textVariable(host, 'hive_zabbix_server_tag') ?? 'zabbix/zabbix-server-mysql:alpine-7.0-latest',
    web: textVariable(host, 'hive_zabbix_web_tag') ?? 'zabbix/zabbix-web-nginx-mysql:alpine-7.0-latest',
    database: 'mariadb:10.11',
  }
}

/**
 * The compose file: the password makes all of it a secret. Ports are open on the private address and the loopback, not to
 * the world; addresses are fixed, because agents know the server by its own.
 */
export function composeFile(host: Host, password: string): string {
  const images = imagesOf(host)
  const network = zabbixNetwork(host)
  const account = `MYSQL_DATABASE: zabbix
      MYSQL_USER: zabbix
      MYSQL_PASSWORD: ${password}`
  const published = (port: number, inside: number) =>
    `['127.0.0.1:${port}:${inside}', '${host.address}:${port}:${inside}']`
  return `services:
  database:
    image: ${JSON.stringify(images.database)}
    container_name: zabbix-database
    restart: always
    command: [--character-set-server=utf8mb4, --collation-server=utf8mb4_bin, --log-bin-trust-function-creators=1]
    environment:
      ${account}
      MARIADB_RANDOM_ROOT_PASSWORD: 'yes'
      MARIADB_AUTO_UPGRADE: '1'
    volumes: ['database:/var/lib/mysql']
    networks: {default: {ipv4_address: ${network.database}}}
  server:
    image: ${JSON.stringify(images.server)}
    container_name: zabbix-server
    restart: always
    depends_on: [database]
    environment:
      DB_SERVER_HOST: database
      ${account}
      ZBX_TIMEOUT: '30'
    ports: ${published(10_051, 10_051)}
    networks: {default: {ipv4_address: ${network.server}}}
  web:
    image: ${JSON.stringify(images.web)}
    container_name: zabbix-web
    restart: always
    depends_on: [database, server]
    environment:
      DB_SERVER_HOST: database
      ${account}
      ZBX_SERVER_HOST: server
      ZBX_SERVER_NAME: ${host.shortName}
      PHP_TZ: ${JSON.stringify(textVariable(host, 'hive_timezone') ?? 'UTC')}
    ports: ${published(webPort, 8080)}
    networks: {default: {ipv4_address: ${network.web}}}
volumes:
  database: {}
networks:
  default:
    ipam:
      config:
        - subnet: ${network.subnet}
          gateway: ${network.gateway}
`
}
