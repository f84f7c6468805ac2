import {type Host, type Service, type Site, syslogPorts} from '@hive-ci/cli'
import {list, text} from './rainer-script.ts'

/** One file for each service. */
export const serviceLogs = '/var/log/services'

/** The lines of all services that `monitor_error` is about. */
export const serviceErrorLog = '/var/log/service-error.log'

/** What comes from a host, but not from a service; each line names host and program. */
const otherLog = '/var/log/service-other-facility.log'

/** Where the role puts key and certificates for `tls_logging`. */
export const tlsFiles = '/etc/rsyslog.d/hive-tls'

/** `2026/01/31 23:59:59`, whatever time the sender thinks it is. */
const stamp = `property(name="timegenerated" dateFormat="year") constant(value="/")
  property(name="timegenerated" dateFormat="month") constant(value="/")
  property(name="timegenerated" dateFormat="day") constant(value=" ")
  property(name="timegenerated" dateFormat="hour") constant(value=":")
  property(name="timegenerated" dateFormat="minute") constant(value=":")
  property(name="timegenerated" dateFormat="second")`

/**
 * rsyslog's rules. Engines send facility local0 with the service as tag; local1 is for programs in tasks that write
 * syslog themselves. Any sender that is no host is the container of a standalone service with a syslog daemon of its own.
 */
export function logRules(host: Host, site: Site, owner: string): string {
  return `# Kept by hive, role rsyslogd.
${input(host, site)}

template(name="hiveLine" type="list") {
  ${stamp}
  property(name="msg" spIfNo1stSp="on") property(name="msg" dropLastLf="on") constant(value="\\n")
}
template(name="hiveError" type="list") {
  ${stamp} constant(value=" ")
  property(name="$.log") constant(value=".log")
  property(name="msg" spIfNo1stSp="on") property(name="msg" dropLastLf="on") constant(value="\\n")
}
template(name="hiveHostLine" type="list") {
  ${stamp} constant(value=" ")
  property(name="hostname") constant(value=" ") property(name="syslogtag")
  property(name="msg" spIfNo1stSp="on") property(name="msg" dropLastLf="on") constant(value="\\n")
}
template(name="hiveLog" type="list") {
  constant(value="${serviceLogs}/") property(name="$.log" securePath="replace") constant(value=".log")
}

ruleset(name="hiveServices") {
  if not ($hostname == ${list(senders(site))}) then {
    set $.log = $hostname;
    set $.service = $hostname;
  } else if $syslogfacility-text == 'local0' then {
    set $.log = $app-name;
    set $.service = $app-name;
  } else if $syslogfacility-text == 'local1' then {
    set $.log = $hostname & '.' & $app-name;
    set $.service = '';
  } else {
    action(type="omfile" file="${otherLog}" template="hiveHostLine" ${ownedBy(owner)})
    stop
  }
  action(type="omfile" dynaFile="hiveLog" dynaFileCacheSize="200" template="hiveLine" ${ownedBy(owner)})
${site.services.map(service => monitoring(service, owner)).join('')}}
`
}

function ownedBy(owner: string): string {
  return `fileOwner="${owner}" fileGroup="adm" fileCreateMode="0640"`
}

function input(host: Host, site: Site): string {
  const {syslog, relp} = syslogPorts(host)
  if (!site.settings.tls_logging) {
    return `module(load="imudp")\ninput(type="imudp" port="${syslog}" ruleset="hiveServices")`
  }
  const hosts = site.hosts.map(({name}) => JSON.stringify(name))
  return `global(
  defaultNetstreamDriverCAFile="${tlsFiles}/ca.pem"
  defaultNetstreamDriverCertFile="${tlsFiles}/cert.pem"
  defaultNetstreamDriverKeyFile="${tlsFiles}/key.pem"
)
module(
  load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="x509/name"
  permittedPeer=[${[...hosts, JSON.stringify(`*.syslog.${site.name}`)].join(', ')}]
)
input(type="imtcp" port="${syslog}" ruleset="hiveServices")
module(load="imrelp" ruleset="hiveServices")
input(
  type="imrelp" port="${relp}" tls="on" tls.authMode="name" tls.permittedPeer=[${hosts.join(', ')}]
  tls.caCert="${tlsFiles}/ca.pem" tls.myCert="${tlsFiles}/cert.pem" tls.myPrivKey="${tlsFiles}/key.pem"
)`
}

/** Every name rsyslog may give a host of the stage: it asks the resolver, and leaves its own domain out. */
function senders({hosts}: Site): readonly string[] {
  return ['localhost', '127.0.0.1', ...hosts.flatMap(({name, shortName, address}) => [name, shortName, address])]
}

function monitoring({name, monitorError, ignoreError}: Service, owner: string): string {
  if (monitorError.length === 0) return ''
  const matches = monitorError.map(matchesMessage).join(' or ')
  const isIgnored = ignoreError.length > 0 ? ` and not (${ignoreError.map(matchesMessage).join(' or ')})` : ''
  return `  if $.service == ${text(name)} and (${matches})${isIgnored} then {
    action(type="omfile" file="${serviceErrorLog}" template="hiveError" ${ownedBy(owner)})
  }
`
}

function matchesMessage(pattern: string): string {
  return `re_match($msg, ${text(pattern)})`
}

/** Told by signal, rsyslogd opens its files anew; a file that is empty stays. */
export function logRotation(owner: string): string {
  return `# Kept by hive, role rsyslogd.
${serviceLogs}/*.log ${serviceErrorLog} ${otherLog} {
  su ${owner === 'root' ? 'root root' : `${owner} adm`}
  daily
  rotate 14
  maxsize 100M
  missingok
  notifempty
  compress
  delaycompress
  create 0640 ${owner} adm
  sharedscripts
  postrotate
    systemctl kill --signal=HUP --kill-who=main rsyslog.service 2>/dev/null || :
  endscript
}
`
}
