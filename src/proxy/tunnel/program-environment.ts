import {lines, raw, type Shell, sh} from '../../shell/sh.ts'
import type {Site} from '../../site/site.ts'
import type {Connection} from '../../transport/connection.ts'
import {oldArchives} from './old-archives.ts'
import {nodeSwitch, pipVariables, tunnelVariables} from './run-environment.ts'

/**
 * Goes before a program: a host's own proxy, as its `/etc/environment` has it, which sudo does not pass on everywhere;
 * without one the mother's, for this program only, so that nothing on the host points at a tunnel that is gone. And where
 * pip finds packages, and how old apt's lists may be.
 */
export function programEnvironment(site: Site, {proxyPort}: Connection): Shell {
  const tunnel = proxyPort === undefined ? raw(':') : exported(tunnelVariables(site, `127.0.0.1:${proxyPort}`))
  return sh`${ownProxy}
case $hive_proxies in
  *ttp_proxy=?* | *ttps_proxy=?* | *TTP_PROXY=?* | *TTPS_PROXY=?*)
    while IFS= read -r hive_proxy; do export "$hive_proxy"; done <<EOF
$hive_proxies
EOF
    ${exported(nodeSwitch)}
    ;;
  *) ${tunnel} ;;
esac
${exported(pipVariables(site))}
${oldArchives(site)}
`
}

/** `NAME=value` lines, quotes taken off. */
const ownProxy = sh`hive_proxies=$(sed -nE ${`s/^[[:space:]]*(export[[:space:]]+)?((https?|no)_proxy|(HTTPS?|NO)_PROXY)=["']?([^"']*)["']?[[:space:]]*$/\\2=\\5/p`} /etc/environment 2>/dev/null)`

function exported(variables: Readonly<Record<string, string>>): Shell {
  return lines(...Object.entries(variables).map(([name, value]) => sh`export ${raw(name)}=${value}`))
}
