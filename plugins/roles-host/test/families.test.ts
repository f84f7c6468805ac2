import {expect, test} from 'vitest'
import {makeObject, makeSite} from '../../../test/support/site.ts'
import hostRoles from '../src/index.ts'
import {differences} from './differences.ts'

/** A machine that is ready for replicated volumes, and whose image has what those of clouds may have. */
const machine = {
  ...{drbdModule: 'yes', drbdTools: 'yes', emptyDisks: '/dev/vdb', volumeGroups: ''},
  ...{varVolume: 'yes', forbiddenForwarding: 'yes'},
}

const made = makeSite({
  settings: {tls_logging: true},
  hostVariables: {
    hive_disk_size: 128,
    hive_mirrored_disk_size: 10,
    hive_apt_url: 'http://mirror.example/os',
    hive_yum_url: 'http://mirror.example/os',
    hive_drbd_download_url: 'http://files.example/drbd.tar.gz',
    hive_internal_net_if: 'eth1',
    hive_internal_net_cidr: 24,
    hive_ntp_servers: ['ntp.example'],
    hive_locale: 'ja_JP.UTF-8',
    hive_timezone: 'Asia/Tokyo',
    hive_users: {taro: {}},
  },
  sshPort: 2022,
})
const share = {...makeObject('volume_share', ['nfs_volumes']), source: 'share', kind: 'nfs', driverOptions: {}} as const
const site = {...made, volumes: [share]}

test('what each role leaves in some systems and not in all of them', async () => {
  const {roles} = await hostRoles()
  const [host] = site.hosts
  const table = roles.flatMap(role => {
    if (role.kind !== 'host' || host === undefined) return []
    return role.appliesTo?.(host, site) === false
      ? [`${role.name}: not on this host`]
      : differences(role, host, site, machine)
  })
  expect(table.join('\n')).toMatchInlineSnapshot(`
    "get-public-ip: not on this host
    tls-certificate on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      file:/usr/local/share/ca-certificates/hive-ca.crt
        content() {
        printf %s '<ca/cacert.pem>
        '
        }
      command:no other authority of extra_ca is trusted
        for anchor in '/usr/local/share/ca-certificates/hive-extra-'*; do
      command:the system trusts these authorities
        after file:/usr/local/share/ca-certificates/hive-ca.crt, command:no other authority of extra_ca is trusted: find /etc/ssl/certs -lname '/usr/local/share/ca-certificates/*' -delete
        find /etc/ssl/certs -xtype l -delete
        update-ca-certificates
    tls-certificate on EL 8, EL 9, EL 10, Amazon 2023
      command:no other authority of extra_ca is trusted
        for anchor in '/etc/pki/ca-trust/source/anchors/hive-extra-'*; do
      command:the system trusts these authorities
        after file:/etc/pki/ca-trust/source/anchors/cacert.pem, command:no other authority of extra_ca is trusted: update-ca-trust
    base on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      command:packages come from http://mirror.example/os
        sed -E 's#https?://[^] ]*/(debian|ubuntu)#http://mirror.example/os#' "$1"
        find /etc/apt/sources.list /etc/apt/sources.list.d -type f '(' -name '*.list' -o -name '*.sources' ')' 2>/dev/null | while read -r each; do
      packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack,inetutils-telnet,vim-tiny
      packages:nfs-common
      line:/etc/default/sysstat:^ENABLED=
        : && hive_rewrite '/etc/default/sysstat' hive_line EDIT '/etc/default/sysstat' 'ENABLED="true"' '^ENABLED=' 'bottom' ''
      service:sysstat.service
        after line:/etc/default/sysstat:^ENABLED=: hive_restart 'sysstat.service' restart
      service:apt-daily-upgrade.timer
      directory:/etc/systemd/system/apt-daily.service.d
      file:/etc/systemd/system/apt-daily.service.d/hive.conf
        content() {
        printf %s '[Service]
        EnvironmentFile=-/etc/environment
        '
        }
      command:systemd has read the settings of units
        after file:/etc/systemd/system/apt-daily.service.d/hive.conf: hive_know_units
      file:/etc/timezone
        content() {
        printf %s 'Asia/Tokyo
        '
        }
      packages:locales
      line:/etc/locale.gen:3faef577c83f
        : && hive_rewrite '/etc/locale.gen' hive_line EDIT '/etc/locale.gen' 'ja_JP.UTF-8 UTF-8' '' 'bottom' ''
      command:the locale ja_JP.UTF-8 is there
        locale-gen
      line:/etc/default/locale:^LANG=
        : && hive_rewrite '/etc/default/locale' hive_line EDIT '/etc/default/locale' 'LANG=ja_JP.UTF-8' '^LANG=' 'bottom' ''
      service:ssh.service
        after file:/etc/ssh/sshd_config.d/00-hive-base.conf: hive_restart 'ssh.service' reload-or-restart
    base on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04, EL 9, EL 10, Amazon 2023
      file:/etc/ssh/sshd_config.d/00-hive-base.conf
        content() {
        printf %s '# Kept by hive, role base.
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        UseDNS no
        '
        }
        hive_write '/etc/ssh/sshd_config.d/00-hive-base.conf' '600' 'root' 'root' content
    base on Debian 13, Ubuntu 22.04, Ubuntu 24.04, Amazon 2023
      file:/etc/cloud/cloud.cfg.d/99-hive.cfg
        content() {
        printf %s 'preserve_hostname: true
        '
        }
    base on EL 8, EL 9, EL 10, Amazon 2023
      command:packages come from http://mirror.example/os
        awk -v url='http://mirror.example/os' '
        function flush(  n) { for (n = 1; n <= count; n++) print (known && lines[n] ~ /^mirrorlist=/ ? "#" : "") lines[n]; count = known = 0 }
        /^\\[/ { flush() }
        /^#? *baseurl=https?:/ && sub(/^#? *baseurl=https?:[^ ]*\\/(almalinux|rocky|centos|centos-stream|\\$contentdir)\\//, "baseurl=" url "/") { known = 1 }
        { lines[++count] = $0 }
        END { flush() }' "$1"
        find /etc/yum.repos.d -type f '(' -iname 'almalinux*.repo' -o -iname 'rocky*.repo' -o -iname 'centos*.repo' ')' | while read -r each; do
      command:dnf leaves kernels as they are
        without_kernels() {
        awk '/^exclude[ 	]*=/ && !found { found = 1; if ($0 !~ /[=, 	]kernel[*]([, 	]|$)/) $0 = $0 " kernel*" } { print } END { if (!found) print "exclude=kernel*" }' '/etc/dnf/dnf.conf'
        }
        hive_rewrite '/etc/dnf/dnf.conf' without_kernels
      packages:cloud-utils-growpart
        if command -v dpkg >/dev/null; then :; else hive_add_packages 'cloud-utils-growpart'; fi
      command:partitions of rootvg end where their disks do
        each_partition() {
        pvs --noheadings -o pv_name -S vg_name='rootvg' | while read -r path; do
          entry=$(readlink -f "/sys/class/block/\${path##*/}")
          [ -e "$entry/partition" ] || continue
          disk=\${entry%/*}
          "$1" "/dev/\${disk##*/}" "$(cat "$entry/partition")" </dev/null || exit
        done
        }
        is_grown() {
          growpart --dry-run "$1" "$2"
          [ "$?" = 1 ]
        }
        grow() {
          is_grown "$@" || growpart "$@"
        }
        each_partition grow
      command:rootvg has all of its partitions
        pvs --noheadings -o pv_name -S vg_name='rootvg' | xargs pvresize
      command:rootvg/varlv has all that is free in rootvg
        lvextend --extents +100%FREE 'rootvg/varlv'
      command:the file system fills rootvg/varlv
        :
        after command:rootvg/varlv has all that is free in rootvg: fsadm --yes resize '/dev/rootvg/varlv'
      packages:nfs-utils
      line:/etc/selinux/config:^SELINUX=
        hive_needs_file '/etc/selinux/config' && hive_rewrite '/etc/selinux/config' hive_line EDIT '/etc/selinux/config' 'SELINUX=permissive' '^SELINUX=' 'bottom' ''
      command:SELinux is permissive
        setenforce 'permissive'
      service:dnf-automatic.timer
      directory:/etc/systemd/system/NetworkManager-wait-online.service.d
      file:/etc/systemd/system/NetworkManager-wait-online.service.d/hive.conf
        content() {
        printf %s '[Service]
        ExecStart=
        ExecStart=/usr/bin/nm-online -q --timeout=30
        SuccessExitStatus=1
        '
        }
      directory:/etc/systemd/system/dnf-makecache.service.d
      file:/etc/systemd/system/dnf-makecache.service.d/hive.conf
        content() {
        printf %s '[Service]
        EnvironmentFile=-/etc/environment
        '
        }
      command:systemd has read the settings of units
        after file:/etc/systemd/system/NetworkManager-wait-online.service.d/hive.conf, file:/etc/systemd/system/dnf-makecache.service.d/hive.conf: hive_know_units
      packages:glibc-langpack-ja
      line:/etc/locale.conf:^LANG=
        : && hive_rewrite '/etc/locale.conf' hive_line EDIT '/etc/locale.conf' 'LANG=ja_JP.UTF-8' '^LANG=' 'bottom' ''
      service:sshd.service
    base on EL 8
      packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack-tools,python3-libselinux,telnet,vim-enhanced
      command:the kernel 4.18.0-553.el8_10.x86_64 is there with its extra modules
        dnf -q -y --disableexcludes=all --setopt=install_weak_deps=False install -- 'kernel-4.18.0-553.el8_10.x86_64' 'kernel-modules-extra-4.18.0-553.el8_10.x86_64'
      block:/etc/ssh/sshd_config:base
        content() {
        printf %s 'PasswordAuthentication no
        ChallengeResponseAuthentication no
        UseDNS no
        '
        }
      service:sshd.service
        after block:/etc/ssh/sshd_config:base: hive_restart 'sshd.service' reload-or-restart
    base on EL 9, EL 10
      packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack-tools,python3-libselinux,telnet,vim-enhanced,rsyslog-logrotate
    base on EL 9
      command:the kernel 5.14.0-427.13.1.el9_4.x86_64 is there with its extra modules
        dnf -q -y --disableexcludes=all --setopt=install_weak_deps=False install -- 'kernel-5.14.0-427.13.1.el9_4.x86_64' 'kernel-modules-extra-5.14.0-427.13.1.el9_4.x86_64'
    base on EL 9, EL 10, Amazon 2023
      service:sshd.service
        after file:/etc/ssh/sshd_config.d/00-hive-base.conf: hive_restart 'sshd.service' reload-or-restart
    base on EL 10
      command:the kernel 6.12.0-55.9.1.el10_0.x86_64 is there with its extra modules
        dnf -q -y --disableexcludes=all --setopt=install_weak_deps=False install -- 'kernel-6.12.0-55.9.1.el10_0.x86_64' 'kernel-modules-extra-6.12.0-55.9.1.el10_0.x86_64'
    base on Amazon 2023
      packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl-minimal,conntrack-tools,python3-libselinux,telnet,vim-enhanced,rsyslog-logrotate
    ntp-client on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      command:/etc/chrony/sources.d is there
        mkdir -p '/etc/chrony/sources.d'
      file:/etc/chrony/sources.d/hive.sources
        content() {
        printf %s 'server ntp.example iburst
        '
        }
      command:chrony asks no other servers
        hive_rewrite '/etc/chrony/chrony.conf' sed -E 's%^(pool|server|peer|sourcedir /(run|etc)/chrony[.-]d)%#hive: \\0%' '/etc/chrony/chrony.conf'
      command:chrony reads the servers of hive
        printf '%s\\n' 'sourcedir /etc/chrony/sources.d' >>'/etc/chrony/chrony.conf'
      service:chrony.service
        after file:/etc/chrony/sources.d/hive.sources, command:chrony asks no other servers, command:chrony reads the servers of hive: hive_restart 'chrony.service' restart
    ntp-client on EL 8, EL 9, EL 10, Amazon 2023
      command:/etc/chrony.sources.d is there
        mkdir -p '/etc/chrony.sources.d'
      file:/etc/chrony.sources.d/hive.sources
        content() {
        printf %s 'server ntp.example iburst
        '
        }
      command:chrony asks no other servers
        hive_rewrite '/etc/chrony.conf' sed -E 's%^(pool|server|peer|sourcedir /(run|etc)/chrony[.-]d)%#hive: \\0%' '/etc/chrony.conf'
      command:chrony reads the servers of hive
        printf '%s\\n' 'sourcedir /etc/chrony.sources.d' >>'/etc/chrony.conf'
      service:chronyd.service
        after file:/etc/chrony.sources.d/hive.sources, command:chrony asks no other servers, command:chrony reads the servers of hive: hive_restart 'chronyd.service' restart
    iptables on EL 8, EL 9, EL 10, Amazon 2023
      packages:-firewalld
    users on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04, EL 9, EL 10, Amazon 2023
      file:/etc/ssh/sshd_config.d/00-hive-users.conf
        content() {
        printf %s '# Kept by hive, role users.
        PermitRootLogin no
        '
        }
        hive_write '/etc/ssh/sshd_config.d/00-hive-users.conf' '600' 'root' 'root' content
    users on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      service:ssh.service
        after file:/etc/ssh/sshd_config.d/00-hive-users.conf: hive_restart 'ssh.service' reload-or-restart
    users on EL 8
      block:/etc/ssh/sshd_config:users
        content() {
        printf %s 'PermitRootLogin no
        '
        }
      service:sshd.service
        after block:/etc/ssh/sshd_config:users: hive_restart 'sshd.service' reload-or-restart
    users on EL 8, EL 9, EL 10, Amazon 2023
      service:sshd.service
    users on EL 9, EL 10, Amazon 2023
      service:sshd.service
        after file:/etc/ssh/sshd_config.d/00-hive-users.conf: hive_restart 'sshd.service' reload-or-restart
    strict-source-ip on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04, EL 9, EL 10, Amazon 2023
      file:/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf
        content() {
        printf %s '# Kept by hive, role strict-source-ip.
        Port 2022
        '
        }
        hive_write '/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf' '600' 'root' 'root' content
      command:sshd listens on port 2022
        after file:/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf, command:sshd knows no other port: systemctl daemon-reload
    strict-source-ip on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      command:sshd listens on port 2022
        systemctl restart 'ssh.service'
        systemctl restart 'ssh.service'
    strict-source-ip on EL 8, EL 9, EL 10, Amazon 2023
      packages:policycoreutils-python-utils
      command:SELinux lets sshd have port 2022
        semanage port -a -t ssh_port_t -p tcp '2022' || semanage port -m -t ssh_port_t -p tcp '2022'
      command:sshd listens on port 2022
        systemctl restart 'sshd.service'
        systemctl restart 'sshd.service'
    strict-source-ip on EL 8
      block:/etc/ssh/sshd_config:strict-source-ip
        content() {
        printf %s 'Port 2022
        '
        }
      command:sshd listens on port 2022
        after block:/etc/ssh/sshd_config:strict-source-ip, command:sshd knows no other port: systemctl daemon-reload
    docker on Debian 12, Ubuntu 22.04, Ubuntu 24.04
      packages:docker.io
    docker on Debian 13
      packages:docker.io,docker-cli
    docker on EL 8, EL 9, EL 10
      file:/etc/yum.repos.d/docker-ce.repo
        content() {
        printf %s '[docker-ce-stable]
        name=Docker CE Stable - $basearch
        baseurl=https://download.docker.com/linux/centos/$releasever/$basearch/stable
        enabled=1
        gpgcheck=1
        gpgkey=https://download.docker.com/linux/centos/gpg
        '
        }
      packages:docker-ce,docker-ce-cli,containerd.io
    docker on Amazon 2023
      packages:docker
    drbd on EL 8, EL 9, EL 10, Amazon 2023
      command:DRBD is installed for the running kernel
        work=$(mktemp -d) &&
        curl -fsSL -o "$work/rpms.tar.gz" 'http://files.example/drbd.tar.gz' &&
        tar -C "$work" -xzf "$work/rpms.tar.gz" &&
        find "$work" -name '*.rpm' -exec dnf -y --nogpgcheck install '{}' + &&
        depmod -a
        status=$?
        rm -rf "$work"
        [ "$status" = 0 ]
      command:SELinux lets the kernel start drbdadm
        policy() {
        printf %s '(optional hive_kernel_helper
            (allow kernel_generic_helper_t proc_t (file (open read)))
            (optional hive_kernel_helper_drbd
                (allow kernel_generic_helper_t drbd_var_run_t (dir (search)))
                (allow kernel_generic_helper_t drbd_var_run_t (lnk_file (read)))))
        '
        }
        work=$(mktemp -d) &&
        policy >"$work/hive.cil" &&
        semodule -i "$work/hive.cil" &&
        mkdir -p '/etc/hive/selinux' &&
        hive_write '/etc/hive/selinux/hive.cil' 644 root root policy
        status=$?
        rm -rf "$work"
        [ "$status" = 0 ]
    follow-swarm-service on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04, EL 9, EL 10, Amazon 2023
      file:/etc/systemd/system/follow-swarm-service.service
        ExecStart=/usr/bin/python3 -B /usr/lib/hive/follow-swarm-service
    follow-swarm-service on EL 8
      file:/etc/systemd/system/follow-swarm-service.service
        ExecStart=/usr/libexec/platform-python -B /usr/lib/hive/follow-swarm-service
    zabbix-agent on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      file:/etc/zabbix/zabbix_agentd.conf.d/hive.conf
        content() {
        printf %s '# Kept by hive, role zabbix-agent.
        Server=127.0.0.1,::1,10.99.1.5
        ServerActive=10.99.1.5
        Hostname=p-hive0.example
        Timeout=30
        UserParameter=systemd.service.discovery,/usr/lib/hive/zabbix-units discover
        UserParameter=systemd.service.failed.count,/usr/lib/hive/zabbix-units failed
        UserParameter=systemd.service.restart[*],/usr/lib/hive/zabbix-units restarted "$1"
        UserParameter=user.discovery.drbd-resource,sudo -n /usr/lib/hive/zabbix-drbd discover
        UserParameter=drbd-resource[*],sudo -n /usr/lib/hive/zabbix-drbd state "$1"
        '
        }
      service:zabbix-agent.service
        after user:zabbix, file:/etc/zabbix/zabbix_agentd.conf.d/hive.conf: hive_restart 'zabbix-agent.service' restart
    zabbix-agent on EL 8, EL 9, EL 10, Amazon 2023
      file:/etc/yum.repos.d/zabbix.repo
        content() {
        printf %s '[zabbix]
        name=Zabbix
        enabled=1
        gpgcheck=1
        gpgkey=https://repo.zabbix.com/RPM-GPG-KEY-ZABBIX-B5333005
        '
        }
      file:/etc/sudoers.d/zabbix
        zabbix ALL=(root) NOPASSWD: /usr/sbin/ausearch --input-logs -m avc -ts today
      command:SELinux lets the agent run sudo
        setsebool -P zabbix_run_sudo on
      file:/etc/zabbix/zabbix_agentd.d/hive.conf
        content() {
        printf %s '# Kept by hive, role zabbix-agent.
        Server=127.0.0.1,::1,10.99.1.5
        ServerActive=10.99.1.5
        Hostname=p-hive0.example
        Timeout=30
        UserParameter=systemd.service.discovery,/usr/lib/hive/zabbix-units discover
        UserParameter=systemd.service.failed.count,/usr/lib/hive/zabbix-units failed
        UserParameter=systemd.service.restart[*],/usr/lib/hive/zabbix-units restarted "$1"
        UserParameter=user.discovery.drbd-resource,sudo -n /usr/lib/hive/zabbix-drbd discover
        UserParameter=drbd-resource[*],sudo -n /usr/lib/hive/zabbix-drbd state "$1"
        UserParameter=ausearch,sudo -n /usr/sbin/ausearch --input-logs -m avc -ts today 2>/dev/null | grep -c '\\''^type=AVC'\\''
        '
        }
      service:zabbix-agent.service
        after user:zabbix, file:/etc/zabbix/zabbix_agentd.d/hive.conf: hive_restart 'zabbix-agent.service' restart
    zabbix-agent on EL 8
      file:/etc/yum.repos.d/zabbix.repo
        baseurl=https://repo.zabbix.com/zabbix/7.0/rhel/8/$basearch/
    zabbix-agent on EL 9
      file:/etc/yum.repos.d/zabbix.repo
        baseurl=https://repo.zabbix.com/zabbix/7.0/rhel/9/$basearch/
    zabbix-agent on EL 10
      file:/etc/yum.repos.d/zabbix.repo
        baseurl=https://repo.zabbix.com/zabbix/7.0/rhel/10/$basearch/
    zabbix-agent on Amazon 2023
      file:/etc/yum.repos.d/zabbix.repo
        baseurl=https://repo.zabbix.com/zabbix/7.0/amazonlinux/2023/$basearch/
    rsyslogd-client on Debian 12, Debian 13, EL 8, EL 9, EL 10, Amazon 2023
      directory:/etc/rsyslog.d/hive-client-tls
        mkdir -p -- '/etc/rsyslog.d/hive-client-tls' && hive_make_like '/etc/rsyslog.d/hive-client-tls' '700' 'root' 'root'
      file:/etc/rsyslog.d/hive-client-tls/ca.pem
        hive_write '/etc/rsyslog.d/hive-client-tls/ca.pem' '600' 'root' 'root' content
      file:/etc/rsyslog.d/hive-client-tls/cert.pem
        hive_write '/etc/rsyslog.d/hive-client-tls/cert.pem' '600' 'root' 'root' content
      file:/etc/rsyslog.d/hive-client-tls/key.pem
        hive_write '/etc/rsyslog.d/hive-client-tls/key.pem' '600' 'root' 'root' content
    rsyslogd-client on Ubuntu 22.04, Ubuntu 24.04
      directory:/etc/rsyslog.d/hive-client-tls
        mkdir -p -- '/etc/rsyslog.d/hive-client-tls' && hive_make_like '/etc/rsyslog.d/hive-client-tls' '700' 'syslog' 'syslog'
      file:/etc/rsyslog.d/hive-client-tls/ca.pem
        hive_write '/etc/rsyslog.d/hive-client-tls/ca.pem' '600' 'syslog' 'syslog' content
      file:/etc/rsyslog.d/hive-client-tls/cert.pem
        hive_write '/etc/rsyslog.d/hive-client-tls/cert.pem' '600' 'syslog' 'syslog' content
      file:/etc/rsyslog.d/hive-client-tls/key.pem
        hive_write '/etc/rsyslog.d/hive-client-tls/key.pem' '600' 'syslog' 'syslog' content"
  `)
})
