import {untilUp} from './until-up.ts'

/**
 * Prints everything of a host that a check must leave alone: files with their times, units, cards, rules of the firewall. Once
 * the host is up: sshd answers while the engine still makes its key.
 */
export const hostFingerprint = `
${untilUp}
find /boot /etc /home /opt /root /srv /usr /var/lib/hive /var/log/services -xdev -printf '%p %m %u %g %s %T@ %l\\n' 2>/dev/null | sort
systemctl list-unit-files --no-legend --no-pager
systemctl list-units --no-legend --no-pager --plain --state=running,failed | cut -d ' ' -f 1 | grep -v '^session'
ip -4 -o addr; ip -4 route
for command in iptables ip6tables; do $command -S; $command -t nat -S; done
cat /proc/sys/kernel/hostname; date +%Z`
