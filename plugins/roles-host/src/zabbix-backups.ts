/**
 * `/usr/lib/hive/zabbix-backups`: what Zabbix asks of the backups on the repository host, run as the login user they belong
 * to. Where there is none yet, its age is that of the Unix epoch.
 */
export const zabbixBackups = `#!/bin/sh
# Kept by hive, role zabbix-agent. Usage: zabbix-backups discover | age SERVICE NAME
PATH=/usr/sbin:/usr/bin:/sbin:/bin
case $1 in
  discover)
    hive-backup.sh --status | awk -F '\\t' '
      BEGIN {printf "["}
      {printf "%s{\\"{#SERVICE}\\":\\"%s\\",\\"{#BACKUP}\\":\\"%s\\"}", (NR > 1 ? "," : ""), $1, $2}
      END {print "]"}'
    ;;
  age)
    hive-backup.sh --status |
      awk -F '\\t' -v service="$2" -v name="$3" -v now="$(date +%s)" '$1 == service && $2 == name {print now - $5}'
    ;;
  *) exit 2 ;;
esac
`
