import {
  defineHostRole,
  directory,
  type Facts,
  file,
  firstAddress,
  guarded,
  type Host,
  internalRanges,
  isLoopback,
  osFamily,
  parseImageMirror,
  type Resource,
  registryMirrorUrl,
  type Site,
  service,
  sh,
  textListVariable,
  textVariable,
  user,
} from '@hive-ci/cli'
import {dockerPackages} from './docker-package.ts'
import {forbiddenForwardingFact, forwarding} from './forwarding.ts'
import {motherFact, motherWarnings} from './mother-address.ts'
import {caPath, certificatePath, keyPath} from './tls-paths.ts'

/** An engine on every server: the local socket for its own users, mutual TLS on 2376 for everybody else. */
export const docker = defineHostRole({
  name: 'docker',
  group: 'servers',
  facts: {
    resolvConf: sh`cat /etc/resolv.conf`,
    forbiddenForwarding: forbiddenForwardingFact,
    motherAddress: motherFact,
  },
  warnings: (host, _site, facts) => motherWarnings(host, facts),

  resources(host, site, facts) {
    const family = osFamily(host.name, facts)
    const daemon = guarded(file(daemonFile, {content: daemonJson(host, site, facts)}), engineGuard)
    const dropIn = guarded(file(dropInFile, {content: dropInText}), engineGuard)
    return [
      ...dockerPackages(host, family, facts),
      directory('/etc/docker'),
      daemon,
      directory('/etc/systemd/system/docker.service.d'),
      dropIn,
      service('docker.service', {enabled: true, running: true, restartedBy: [daemon, dropIn]}),
      // Not before it: an engine that switches this on itself also closes the host to packets that are for nobody here.
      ...forwarding(facts),
      ...adminMayUseIt(host),
    ]
  },
})

const daemonFile = '/etc/docker/daemon.json'
const dropInFile = '/etc/systemd/system/docker.service.d/hive.conf'

/** An engine that does not start with its new settings goes on with those it had. */
const engineGuard = {
  name: 'docker',
  paths: [daemonFile, dropInFile],
  restore: sh`systemctl daemon-reload; systemctl reset-failed docker.service; systemctl restart docker.service`,
}

/** Root needs no membership. */
function adminMayUseIt({admin}: Host): Resource[] {
  return admin === 'root' ? [] : [user(admin, {groups: ['docker']})]
}

function daemonJson(host: Host, site: Site, facts: Facts): string {
  const mirror = site.settings.registry_mirror
  const plain = plainRegistries(site)
  const dns = nameServers(host, facts)
  return `${JSON.stringify(
    {
      hosts: ['unix:///var/run/docker.sock', 'tcp://0.0.0.0:2376'],
      tls: true,
      tlsverify: true,
      tlscacert: caPath,
      tlscert: certificatePath(host),
      tlskey: keyPath(host),
      iptables: true,
      bip: bridgeAddress(host),
      'log-driver': 'json-file',
      'log-opts': {'max-size': '10m', 'max-file': '5'},
      ...(mirror === undefined ? {} : {'registry-mirrors': [registryMirrorUrl(mirror)]}),
      ...(plain.length > 0 ? {'insecure-registries': plain} : {}),
      ...(dns.length > 0 ? {dns} : {}),
    },
    undefined,
    2,
  )}\n`
}

/** An engine speaks HTTP to a registry only when told so; those of the loopback it knows, a mirror's URL has the scheme. */
function plainRegistries({settings}: Site): readonly string[] {
  if (settings.image_mirror === undefined) return []
  const {registry, plain} = parseImageMirror(settings.image_mirror)
  return plain && !isLoopback(registry) ? [registry] : []
}

/** Address and prefix of docker0: the fifth eighth of `internal_cidr`, else hive-builder's default. */
function bridgeAddress(host: Host): string {
  const cidr = textVariable(host, 'hive_internal_cidr')
  if (cidr === undefined) return '172.17.128.1/16'
  const {bridge} = internalRanges(cidr)
  return `${firstAddress(bridge)}/${bridge.split('/')[1]}`
}

/**
 * Name servers for containers, where the host's own cannot serve them: a resolver on the host's loopback is out of a
 * container's reach. `hive_docker_dns` wins; a host that is itself a container may tell the real ones in a comment of
 * its resolv.conf (`ExtServers`). With none of these the engine decides.
 */
function nameServers(host: Host, {resolvConf = ''}: Facts): readonly string[] {
  const given = textListVariable(host, 'hive_docker_dns')
  if (given !== undefined) return given
  if (!/^nameserver\s+127\./m.test(resolvConf)) return []
  const external = /^# ExtServers: \[(?<servers>[^\]]*)\]/m.exec(resolvConf)?.groups?.servers ?? ''
  return external.split(' ').flatMap(server => /^(?:host\()?([0-9a-f.:]+)\)?$/i.exec(server)?.[1] ?? [])
}

/**
 * Hosts and addresses are in daemon.json, and dockerd refuses to be told twice. systemd looks for the program where
 * programs are: Debian's package keeps it in sbin, all others in bin. `/etc/environment` brings a proxy.
 */
const dropInText = `[Service]
EnvironmentFile=-/etc/environment
ExecStart=
ExecStart=dockerd --containerd=/run/containerd/containerd.sock
RestartSec=15s
`
