import {type Facts, type OsFamily, type Shell, sh} from '@hive-ci/cli'

/** What one end needs under different names in the two families of operating systems. */
export interface Family {
  /** What operators and the other roles expect to find. */
  tools(facts: Facts): readonly string[]
  readonly sshUnit: string
  readonly chrony: {readonly unit: string; readonly config: string; readonly sources: string}
  /** The unit that would install updates by itself and restart the engine of every host in the same hour. */
  readonly automaticUpdates: string
  /** Where certificates are trusted by the whole system once `updateTrust` has run, one in each file. */
  readonly anchors: {readonly directory: string; readonly suffix: string}
  readonly trustAnchor: string
  readonly updateTrust: Shell
  /** Where zabbix-agent reads settings besides its own file. */
  readonly zabbixAgentSettings: string
  /** File whose `LANG=` every login reads. */
  readonly localeFile: string
  /** Packages that bring the locales of a language, `ja` for `ja_JP.UTF-8`. */
  localePackages(language: string): readonly string[]
  /** The package with the programs of an NFS client. */
  readonly nfsClient: string
}

const commonTools = [
  'bash-completion',
  'ca-certificates',
  'chrony',
  'logrotate',
  'lsof',
  'rsyslog',
  'strace',
  'sysstat',
  'tcpdump',
  'unzip',
  'wget',
]

export const families: Readonly<Record<OsFamily, Family>> = {
  debian: {
    tools: () => [...commonTools, 'curl', 'conntrack', 'inetutils-telnet', 'vim-tiny'],
    sshUnit: 'ssh.service',
    chrony: {unit: 'chrony.service', config: '/etc/chrony/chrony.conf', sources: '/etc/chrony/sources.d'},
    automaticUpdates: 'apt-daily-upgrade.timer',
    anchors: {directory: '/usr/local/share/ca-certificates', suffix: '.crt'},
    trustAnchor: '/usr/local/share/ca-certificates/hive-ca.crt',
    // What --fresh does for ours alone: it makes the links of a hundred other certificates anew, too.
    updateTrust: sh`find /etc/ssl/certs -lname '/usr/local/share/ca-certificates/*' -delete
find /etc/ssl/certs -xtype l -delete
update-ca-certificates`,
    zabbixAgentSettings: '/etc/zabbix/zabbix_agentd.conf.d',
    localeFile: '/etc/default/locale',
    localePackages: () => ['locales'],
    nfsClient: 'nfs-common',
  },
  redhat: {
    tools: ({os, osVersion = ''}) => [
      ...commonTools,
      // Amazon Linux comes with a smaller one, and both cannot be.
      os === 'amzn' ? 'curl-minimal' : 'curl',
      ...['conntrack-tools', 'python3-libselinux', 'telnet', 'vim-enhanced'],
      // In version 8 a part of rsyslog.
      ...(osVersion.startsWith('8') ? [] : ['rsyslog-logrotate']),
    ],
    sshUnit: 'sshd.service',
    chrony: {unit: 'chronyd.service', config: '/etc/chrony.conf', sources: '/etc/chrony.sources.d'},
    automaticUpdates: 'dnf-automatic.timer',
    anchors: {directory: '/etc/pki/ca-trust/source/anchors', suffix: '.pem'},
    trustAnchor: '/etc/pki/ca-trust/source/anchors/cacert.pem',
    updateTrust: sh`update-ca-trust`,
    zabbixAgentSettings: '/etc/zabbix/zabbix_agentd.d',
    localeFile: '/etc/locale.conf',
    // langpacks-ja brings fonts, and only recommends this one.
    localePackages: language => [`glibc-langpack-${language}`],
    nfsClient: 'nfs-utils',
  },
}
