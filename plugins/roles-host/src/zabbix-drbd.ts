/** `/usr/lib/hive/zabbix-drbd`: replicated volumes, run as root by sudo. The name is the only thing others may choose. */
export const zabbixDrbd = `#!/bin/sh
# Kept by hive, role zabbix-agent. Usage: zabbix-drbd discover | state RESOURCE
PATH=/usr/sbin:/usr/bin:/sbin:/bin
case $1,$2 in
  discover,)
    resources=$(command -v drbdadm >/dev/null && drbdadm sh-resources 2>/dev/null)
    separator=''
    printf '['
    for resource in $resources; do
      printf '%s{"{#RESOURCE}":"%s"}' "$separator" "$resource"
      separator=,
    done
    echo ']'
    ;;
  state,-* | state,*[!A-Za-z0-9_.-]* | state,) exit 2 ;;
  # The state of this host's own copy; others stand behind a slash.
  state,*) drbdadm dstate "$2" | sed -n '1s,/.*,,p' ;;
  *) exit 2 ;;
esac
`
