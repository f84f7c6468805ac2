import {type Facts, type Resource, sh, sysctl} from '@hive-ci/cli'

/** `yes` where the image's maker (Google's guest package) has a file that forbids the host to pass packets on. */
export const forbiddenForwardingFact = sh`for file in /etc/sysctl.d/*-gce-network-security.conf /usr/lib/sysctl.d/*-gce-network-security.conf; do
  [ ! -e "$file" ] || { echo yes; break; }
done`

/**
 * Containers are reached by packets their host passes on. The engine switches that on when it starts, and whatever reads
 * the settings of all files again, as updates of packages do, would switch it off under running containers. Files that
 * sort later win; the one that forbids it stays as its package brought it.
 */
export function forwarding({forbiddenForwarding}: Facts): Resource[] {
  if (forbiddenForwarding !== 'yes') return []
  return [
    sysctl('net.ipv4.ip_forward', 1),
    sysctl('net.ipv4.conf.all.send_redirects', 1),
    sysctl('net.ipv4.conf.default.send_redirects', 1),
  ]
}
