import {type OsFamily, type Shell, sh} from '@hive-ci/cli'

/** What one end needs under different names in the two families of operating systems. */
export interface Family {
  readonly sshUnit: string
  /** The unit that would install updates by itself and restart the engine of every host in the same hour. */
  readonly automaticUpdates: string
  /** Certificates below it are trusted by the whole system once `updateTrust` has run. */
  readonly trustAnchor: string
  readonly updateTrust: Shell
  /** File whose `LANG=` every login reads. */
  readonly localeFile: string
  /** Packages that bring a language, `ja` for `ja_JP.UTF-8`. */
  localePackages(language: string): readonly string[]
}

export const families: Readonly<Record<OsFamily, Family>> = {
  debian: {
    sshUnit: 'ssh.service',
    automaticUpdates: 'apt-daily-upgrade.timer',
    trustAnchor: '/usr/local/share/ca-certificates/hive-ca.crt',
    updateTrust: sh`update-ca-certificates`,
    localeFile: '/etc/default/locale',
    localePackages: () => ['locales'],
  },
  redhat: {
    sshUnit: 'sshd.service',
    automaticUpdates: 'dnf-automatic.timer',
    trustAnchor: '/etc/pki/ca-trust/source/anchors/cacert.pem',
    updateTrust: sh`update-ca-trust`,
    localeFile: '/etc/locale.conf',
    localePackages: language => [`langpacks-${language}`],
  },
}
