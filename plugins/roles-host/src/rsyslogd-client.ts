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
  portVariable,
  type Resource,
  type Site,
  service,
  sh,
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
      packages(['rsyslog', 'rsyslog-openssl']),
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

/** Lines wait on the disk, up to 100 MB, while the repository host is away. */
function forwarding(host: Host, {hosts, registry}: Site): string {
  const repository = hosts.find(({isRepository}) => isRepository)?.name ?? registry.host
  const port = portVariable(host, 'hive_syslog_port') ?? 10514
  return `# Kept by hive, role rsyslogd-client.
global(
  defaultNetstreamDriverCAFile="${identityDirectory}/ca.pem"
  defaultNetstreamDriverCertFile="${identityDirectory}/cert.pem"
  defaultNetstreamDriverKeyFile="${identityDirectory}/key.pem"
)
action(
  type="omfwd" target="${repository}" port="${port}" protocol="tcp"
  streamDriver="ossl" streamDriverMode="1" streamDriverAuthMode="x509/name" streamDriverPermittedPeers="${repository}"
  queue.type="LinkedList" queue.fileName="hive-client" queue.maxDiskSpace="100m" queue.saveOnShutdown="on"
  action.resumeRetryCount="-1"
)
`
}
