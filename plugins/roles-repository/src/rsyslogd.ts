import {
  command,
  defineHostRole,
  directory,
  type Facts,
  file,
  type Host,
  type Material,
  packages,
  type Resource,
  service,
  sh,
} from '@hive-ci/cli'
import {logRotation, logRules, serviceErrorLog, serviceLogs, tlsFiles} from './log-rules.ts'

const caFile = 'ca/cacert.pem'

/** Takes in what services write: one file for each in `/var/log/services`, rotated, and watched for errors. */
export const rsyslogd = defineHostRole({
  name: 'rsyslogd',
  group: 'repository',
  provides: 'log-server',
  followsServices: true,
  material: (host, site) =>
    site.settings.tls_logging ? [caFile, `ca/${host.name}_key.pem`, `ca/${host.name}_cert.pem`] : [],

  checks: host => [
    {
      title: `${host.name} takes in what services write`,
      look: sh`systemctl is-active rsyslog.service`,
      judge: state => (state === 'active' ? {} : {problem: `rsyslog.service is ${state || 'not there'}.`}),
    },
  ],

  resources(host, site, facts, material) {
    const owner = writerOf(facts)
    const rules = file('/etc/rsyslog.d/services.conf', {content: logRules(host, site, owner)})
    const tls = site.settings.tls_logging ? tlsMaterial(host, owner, material) : []
    return [
      packages(['logrotate', 'rsyslog', ...(tls.length > 0 ? ['rsyslog-openssl', 'rsyslog-relp'] : [])]),
      directory(serviceLogs, {owner, group: 'adm'}),
      errorLog(owner),
      file('/etc/logrotate.d/hive-services', {content: logRotation(owner)}),
      ...tls,
      rules,
      understood(rules),
      service('rsyslog.service', {enabled: true, running: true, restartedBy: [rules, ...tls]}),
    ]
  },
})

/** Ubuntu's rsyslogd gives its rights up once it has started. */
function writerOf({os}: Facts): string {
  return os === 'ubuntu' ? 'syslog' : 'root'
}

/** It is there from the start, so that whoever watches it need not wait for the first error. */
function errorLog(owner: string): Resource {
  return command(`${serviceErrorLog} is there`, {
    check: sh`[ -f ${serviceErrorLog} ]`,
    apply: sh`install -m 0640 -o ${owner} -g adm /dev/null ${serviceErrorLog}`,
  })
}

/** The daemon would start without the rules it cannot read, e.g. one with a pattern that is none. */
function understood(rules: Resource): Resource {
  return command('rsyslogd understands its rules', {
    check: sh`rsyslogd -N1 >/dev/null 2>&1`,
    apply: sh`rsyslogd -N1`,
    onChange: {of: [rules], run: sh`rsyslogd -N1`},
  })
}

/** Copies of its own, where it may read them whatever user it has become and whatever confines it. */
function tlsMaterial(host: Host, owner: string, material: Material): Resource[] {
  const own = {owner, group: owner, mode: '0600'}
  return [
    directory(tlsFiles, {owner, group: owner, mode: '0700'}),
    file(`${tlsFiles}/ca.pem`, {content: material.text(caFile), ...own}),
    file(`${tlsFiles}/cert.pem`, {content: material.text(`ca/${host.name}_cert.pem`), ...own}),
    file(`${tlsFiles}/key.pem`, {content: material.secret(`ca/${host.name}_key.pem`), ...own}),
  ]
}
