import {command, directory, file, type OsFamily, type Resource, sh} from '@hive-ci/cli'

interface UnitSettings {
  readonly unit: string
  readonly settings: readonly string[]
}

/** A boot goes on when one network card of several has no address; half a minute is enough to wait for the others. */
const waitOnline: UnitSettings = {
  unit: 'NetworkManager-wait-online.service',
  settings: ['ExecStart=', 'ExecStart=/usr/bin/nm-online -q --timeout=30', 'SuccessExitStatus=1'],
}

/** The lists of packages are fetched through the host's proxy, where it has one. */
const packageLists = (unit: string): UnitSettings => ({unit, settings: ['EnvironmentFile=-/etc/environment']})

const settingsOf: Readonly<Record<OsFamily, readonly UnitSettings[]>> = {
  debian: [packageLists('apt-daily.service')],
  redhat: [waitOnline, packageLists('dnf-makecache.service')],
}

/** What units of the operating system are told differently from how they come. */
export function unitSettings(family: OsFamily): Resource[] {
  const pairs = settingsOf[family].map(({unit, settings}) => {
    const place = `/etc/systemd/system/${unit}.d`
    return {place, dropIn: file(`${place}/hive.conf`, {content: ['[Service]', ...settings, ''].join('\n')})}
  })
  const dropIns = pairs.map(({dropIn}) => dropIn)
  return [
    ...pairs.flatMap(({place, dropIn}) => [directory(place), dropIn]),
    command('systemd has read the settings of units', {
      check: sh`:`,
      apply: sh`:`,
      onChange: {of: dropIns, run: sh`hive_know_units`},
    }),
  ]
}
