import {
  command,
  defineImageRole,
  directory,
  file,
  HiveError,
  type Host,
  type ImageTarget,
  type Material,
  type Resource,
  type Site,
  sh,
  syslogPorts,
  type WantedCertificate,
} from '@hive-ci/cli'
import {installed} from './install.ts'
import {renewals} from './renew.ts'

const authority = 'ca/cacert.pem'
const identityDirectory = '/etc/rsyslog.d/hive-syslog-tls'

/**
 * A syslog daemon in the image that sends what its programs log to the repository host, under the name of the service:
 * over UDP, or over TLS with a certificate of its own where the site has `tls_logging`.
 */
export const hiveSyslog = defineImageRole({
  name: 'hive-syslog',

  prepare: async (target, site) => (site.settings.tls_logging ? renewals(site, [identityOf(target, site)]) : []),

  material(target, site) {
    if (!site.settings.tls_logging) return []
    const {files} = identityOf(target, site)
    return [authority, files.certificate, files.key]
  },

  resources(target, site, _facts, material) {
    const tls = site.settings.tls_logging ? identity(target, site, material) : []
    const rules = file('/etc/rsyslog.d/hive-syslog.conf', {content: forwarding(target, site)})
    return [
      installed('rsyslog', sh`command -v rsyslogd`),
      ...(tls.length > 0
        ? [
            installed(
              'rsyslog-openssl',
              sh`ls /usr/lib*/rsyslog/lmnsd_ossl.so /usr/lib/*/rsyslog/lmnsd_ossl.so 2>/dev/null | grep -q .`,
            ),
          ]
        : []),
      ...tls,
      rules,
      command('rsyslogd understands its rules and starts with the container', {
        check: sh`! command -v systemctl >/dev/null || systemctl -q is-enabled rsyslog.service`,
        apply: sh`systemctl enable rsyslog.service`,
        onChange: {
          of: [...tls, rules],
          run: sh`rsyslogd -N1 && if [ -d /run/systemd/system ]; then systemctl restart rsyslog.service; fi`,
        },
      }),
    ]
  },
})

/** The log server lets `*.syslog.<site>` in. */
function identityOf({service}: ImageTarget, site: Site): WantedCertificate {
  const name = `${service}.syslog.${site.name}`
  return {
    files: {certificate: `ca/${name}_cert.pem`, key: `ca/${name}_key.pem`},
    name,
    alternatives: [{type: 'dns', value: name}],
  }
}

function identity(target: ImageTarget, site: Site, material: Material): readonly Resource[] {
  const {files} = identityOf(target, site)
  const own = {mode: '0600'}
  return [
    directory('/etc/rsyslog.d'),
    directory(identityDirectory, {mode: '0700'}),
    file(`${identityDirectory}/ca.pem`, {content: material.text(authority), ...own}),
    file(`${identityDirectory}/cert.pem`, {content: material.text(files.certificate), ...own}),
    file(`${identityDirectory}/key.pem`, {content: material.secret(files.key), ...own}),
  ]
}

/** The distribution's own configuration takes in what programs and the journal write. */
function forwarding({service}: ImageTarget, site: Site): string {
  const host = repositoryOf(site, service)
  const target = `type="omfwd" target="${host.address}" port="${syslogPorts(host).syslog}"`
  return `# Kept by hive, role hive-syslog.
${site.settings.tls_logging ? tlsGlobals(service) : `global(localHostname="${service}")`}
if prifilt("*.info;mail.none;authpriv.none;cron.none") then {
  action(${site.settings.tls_logging ? `${target} ${tlsOptions(host)}` : `${target} protocol="udp"`})
}
`
}

function tlsGlobals(service: string): string {
  return `global(
  localHostname="${service}"
  defaultNetstreamDriverCAFile="${identityDirectory}/ca.pem"
  defaultNetstreamDriverCertFile="${identityDirectory}/cert.pem"
  defaultNetstreamDriverKeyFile="${identityDirectory}/key.pem"
)`
}

/** Lines wait in memory while the repository host is away. */
function tlsOptions({name}: Host): string {
  return (
    'protocol="tcp" streamDriver="ossl" streamDriverMode="1" streamDriverAuthMode="x509/name" ' +
    `streamDriverPermittedPeers="${name}" queue.type="LinkedList" action.resumeRetryCount="-1"`
  )
}

function repositoryOf({hosts, stage}: Site, service: string): Host {
  const host = hosts.find(({isRepository}) => isRepository)
  if (host) return host
  throw new HiveError(
    'INVENTORY_INVALID',
    `Image of service ${service}: role hive-syslog sends to the repository host, and stage ${stage} has none.`,
  )
}
