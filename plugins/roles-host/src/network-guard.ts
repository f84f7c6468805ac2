import {type Guard, sh} from '@hive-ci/cli'

/** The connection of the private card. */
export const profilePath = '/etc/NetworkManager/system-connections/internal_net.nmconnection'

/** Keeps a NetworkManager that hive brought away from all other cards. */
export const scopePath = '/etc/NetworkManager/conf.d/99-hive.conf'

/**
 * What a connection on the wrong card takes from the mother: addresses and routes are noted as they are, because whoever
 * gave them (ifupdown, networkd, another connection) does not come again by itself.
 */
export const networkGuard: Guard = {
  name: 'network',
  paths: [profilePath, scopePath],
  save: sh`if systemctl is-active --quiet NetworkManager.service; then
  echo manager
  nmcli -t -f UUID connection show --active | sed 's/^/connection /'
fi
ip -o addr show scope global | sed -n 's/^[0-9]*: \\([^ ]*\\) *inet6\\{0,1\\} \\(.*\\) scope global.*/address \\2 dev \\1/p'
routes=$(ip -4 route show | sed -E 's/ (linkdown|dead)//g; /^[[:space:]]/d; s/^/route /')
printf '%s\\n' "$routes" | grep 'scope link'
printf '%s\\n' "$routes" | grep -v 'scope link'
:`,
  restore: sh`live=$(cat)
nmcli connection down internal_net
case $live in manager*) systemctl enable --now NetworkManager.service ;; *) systemctl disable --now NetworkManager.service ;; esac
nmcli general reload
nmcli connection reload
if [ -e ${profilePath} ]; then nmcli --wait 30 connection up internal_net; fi
printf '%s\\n' "$live" | while read -r kind what; do
  case $kind in
    connection) nmcli -t -f UUID connection show --active </dev/null | grep -qxF -- "$what" || nmcli --wait 30 connection up uuid "$what" </dev/null ;;
    address) ip link set dev "\${what##* }" up; ip addr replace $what ;;
    route) ip route replace $what ;;
  esac
done`,
}
