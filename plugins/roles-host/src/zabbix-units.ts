/** `/usr/lib/hive/zabbix-units`: what Zabbix asks of a host's units, as a user without rights. */
export const zabbixUnits = `#!/bin/sh
# Kept by hive, role zabbix-agent. Usage: zabbix-units discover | failed | restarted UNIT
overlooked=/etc/zabbix/service_discovery_blacklist

# Units that are expected to be up: enabled, no template, not among the overlooked.
watched() {
  systemctl list-unit-files --plain --no-legend --no-pager --type=service --state=enabled |
    awk '$1 !~ /[@\\\\]/ {sub(/\\.service$/, "", $1); print $1}' | grep -Evxf "$overlooked"
}

# microseconds PROPERTY [UNIT]: of systemd itself without one.
microseconds() { systemctl show --value --property "$@"; }

case $1 in
  discover)
    watched | awk 'BEGIN {printf "["} {printf "%s{\\"{#SERVICE}\\":\\"%s.service\\"}", (NR > 1 ? "," : ""), $1} END {print "]"}'
    ;;
  failed)
    systemctl list-units --plain --no-legend --no-pager --state=failed | sed 's/[. ].*//' | grep -Evcxf "$overlooked" || :
    ;;
  restarted)
    # What starts while the host does was not restarted.
    read -r now _ </proc/uptime
    now=\${now%%.*}
    entered=$(microseconds ActiveEnterTimestampMonotonic -- "$2")
    booted=$(microseconds UserspaceTimestampMonotonic)
    entered=$((\${entered:-0} / 1000000)) booted=$((\${booted:-0} / 1000000))
    if [ "$entered" -gt 0 ] && [ $((now - entered)) -lt 180 ] && [ $((now - booted)) -ge 180 ]; then echo 1; else echo 0; fi
    ;;
  *) exit 2 ;;
esac
`

/** Units that come and go as they like: extended regular expressions of whole names, without \`.service\`. */
export const overlookedUnits = `cloud-(config|final|init|init-local)
ec2-instance-connect
getty@.*
kdump
network
`
