import {type Privilege, programCommand} from '../../engine/privilege.ts'
import {raw, type Shell, sh} from '../../shell/sh.ts'
import type {Site} from '../../site/site.ts'
import type {Connection} from '../../transport/connection.ts'

/** Nothing names it but the environment of what hive runs; a host has lost it after the next boot. */
const file = '/run/hive-apt.conf'

/**
 * Lets each apt that is started after it, by whatever, take lists that are older than their archive allows where
 * `apt_check_valid_until` is false: the offline cache gives those that were recorded. Where a machine's own
 * configuration decides it, that stays.
 */
export function oldArchives({settings}: Site): Shell {
  if (settings.apt_check_valid_until) return raw(':')
  return sh`if command -v apt-get >/dev/null; then
  (umask 022 && echo 'Acquire::Check-Valid-Until "false";' >${file}) && export APT_CONFIG=${file}
fi`
}

/** The same for what is not started by the shell that makes the file: what has to be in its environment. */
export async function oldArchivesEnvironment(
  site: Site,
  connection: Connection,
  privilege: Privilege,
): Promise<Readonly<Record<string, string>>> {
  if (site.settings.apt_check_valid_until) return {}
  const program = sh`APT_CONFIG=
${oldArchives(site)}
printf %s "$APT_CONFIG"`
  const {stdout} = await connection.exec(programCommand(privilege), {stdin: `${program.text}\n`})
  return stdout === '' ? {} : {APT_CONFIG: stdout}
}

/** Takes the file away where it would be kept: in what becomes an image. */
export const withoutOldArchives = sh`rm -f ${file}`
