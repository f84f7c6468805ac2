import {
  absent,
  command,
  defineHostRole,
  directory,
  type Facts,
  file,
  type Host,
  type Material,
  packages,
  type Resource,
  type Site,
  service,
  sh,
  syslogPorts,
} from '@hive-ci/cli'
import {caFile, certificateFile, keyFile} from './tls-material.ts'

const rulesFile = '/etc/rsyslog.d/hive-client.conf'
const identityDirectory = '/etc/rsyslog.d/hive-client-tls'

/** With `tls_logging` a hive's own log lines go to the repository host, over TLS with certificates of the site. */
export const rsyslogdClient = defineHostRole({
  name: 'rsyslogd-client',
  group: 'hives',
  facts: {forwards: sh`[ -e ${rulesFile} ] && echo yes`},
  material: (host, {settings}) => (settings.tls_logging ? [caFile, keyFile(host), certificateFile(host)] : []),
  // What the repository host writes is there already.
  appliesTo: host => !host.isRepository,

  resources(host, site, facts, material) {
    if (!site.settings.tls_logging) return facts.forwards === 'yes' ? withoutForwarding() : []
    const identity = identityFiles(host, facts, material)
    const rules = file(rulesFile, {content: forwarding(host, site)})
    return [
      packages(['rsyslog', 'rsyslog-relp']),
      ...identity,
      rules,
      command('rsyslogd understands where to send', {
        check: sh`:`,
        apply: sh`:`,
        onChange: {of: [rules], run: sh`rsyslogd -N1`},
      }),
      service('rsyslog.service', {enabled: true, running: true, restartedBy: [...identity, rules]}),
    ]
  },
})

function withoutForwarding(): Resource[] {
  const rules = absent(rulesFile)
  return [rules, absent(identityDirectory), service('rsyslog.service', {restartedBy: [rules]})]
}

/** Copies of its own: Ubuntu's rsyslogd gives its rights up once it has started. */
function identityFiles(host: Host, {os}: Facts, material: Material): Resource[] {
  const owner = os === 'ubuntu' ? 'syslog' : 'root'
  const own = {owner, group: owner, mode: '0600'}
  return [
    directory(identityDirectory, {owner, group: owner, mode: '0700'}),
    file(`${identityDirectory}/ca.pem`, {content: material.text(caFile), ...own}),
    file(`${identityDirectory}/cert.pem`, {content: material.text(certificateFile(host)), ...own}),
    file(`${identityDirectory}/key.pem`, {content: material.secret(keyFile(host)), ...own}),
  ]
}

/**
 * Lines wait on the disk, up to 100 MB, while the repository host is away. By RELP, because plain TCP takes a line even when
 * nobody reads it any more: the first one after the repository's rsyslogd had ended was lost each time.
 */
function forwarding(host: Host, {hosts, registry}: Site): string {
  const repository = hosts.find(({isRepository}) => isRepository)?.name ?? registry.host
  return `# Kept by hive, role rsyslogd-client.
module(load="omrelp")
action(
  type="omrelp" target="${repository}" port="${syslogPorts(host).relp}"
  tls="on" tls.authMode="name" tls.permittedPeer=["${repository}"]
  tls.caCert="${identityDirectory}/ca.pem"
  tls.myCert="${identityDirectory}/cert.pem"
  tls.myPrivKey="${identityDirectory}/key.pem"
  queue.type="LinkedList" queue.fileName="hive-client" queue.maxDiskSpace="100m" queue.saveOnShutdown="on"
  action.resumeRetryCount="-1"
)
`
}
