import {describe, expect, test} from 'vitest'
import {base} from '../src/base.ts'
import {readable, resourcesOf, systems} from './case.ts'

const wishes = {
  hive_apt_url: 'http://mirror.example/debian',
  hive_yum_url: 'http://mirror.example/almalinux',
  hive_locale: 'ja_JP.UTF-8',
  hive_timezone: 'Asia/Tokyo',
}

test('keeps a Debian host with no wishes of its own', () => {
  expect(readable(resourcesOf(base))).toMatchInlineSnapshot(`
    "command:package sources of an earlier inventory are gone
      { find '/etc/hive/package-sources/files' -type f | while read -r each; do
        [ ! -e "\${each#'/etc/hive/package-sources'/files}" ] || hive_rewrite "\${each#'/etc/hive/package-sources'/files}" cat -- "$each" || exit
      done
      } &&
      { rm -rf -- '/etc/hive/package-sources'
      }
    without-block:/etc/environment:pip
      others() {
      hive_begin='# hive pip begin' hive_finish='# hive pip end' awk '
      $0 == ENVIRON["hive_begin"] { inside = 1 }
      !inside { print }
      $0 == ENVIRON["hive_finish"] { inside = 0 }' '/etc/environment'
      }
    packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack,inetutils-telnet,vim-tiny
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
      :
      after file:/etc/systemd/system/apt-daily.service.d/hive.conf: hive_know_units
    command:the host name is p-hive0
      printf '%s\\n' 'p-hive0' >/etc/hostname && printf %s 'p-hive0' >'/proc/sys/kernel/hostname'
    file:/etc/ssh/sshd_config.d/00-hive-base.conf
      content() {
      printf %s '# Kept by hive, role base.
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      UseDNS no
      '
      }
      hive_write '/etc/ssh/sshd_config.d/00-hive-base.conf' '600' 'root' 'root' content
    service:ssh.service
      after file:/etc/ssh/sshd_config.d/00-hive-base.conf: hive_restart 'ssh.service' reload-or-restart"
  `)
})

test('keeps a Debian host with every wish', () => {
  expect(readable(resourcesOf(base, {facts: systems.debian13, hostVariables: wishes}))).toMatchInlineSnapshot(`
    "command:package sources of an earlier inventory are gone
      { find '/etc/hive/package-sources/files' -type f | while read -r each; do
        [ ! -e "\${each#'/etc/hive/package-sources'/files}" ] || hive_rewrite "\${each#'/etc/hive/package-sources'/files}" cat -- "$each" || exit
      done
      } &&
      { rm -rf -- '/etc/hive/package-sources'
      }
    command:packages come from http://mirror.example/debian
      rewritten() {
      sed -E 's#https?://[^] ]*/(debian|ubuntu)#http://mirror.example/debian#' "$1"
      }
      take_url() {
      find /etc/apt/sources.list /etc/apt/sources.list.d -type f '(' -name '*.list' -o -name '*.sources' ')' 2>/dev/null | while read -r each; do
        rewritten "$each" | cmp -s - "$each" && continue
        [ -e '/etc/hive/package-sources'/files"$each" ] || cp -a --parents -- "$each" '/etc/hive/package-sources'/files || exit
        hive_rewrite "$each" rewritten "$each" || exit
      done
      }
      { mkdir -p '/etc/hive/package-sources/files' && printf '%s\\n' 'http://mirror.example/debian' >'/etc/hive/package-sources/url'
      } &&
      { take_url
      }
    without-block:/etc/environment:pip
      others() {
      hive_begin='# hive pip begin' hive_finish='# hive pip end' awk '
      $0 == ENVIRON["hive_begin"] { inside = 1 }
      !inside { print }
      $0 == ENVIRON["hive_finish"] { inside = 0 }' '/etc/environment'
      }
    packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack,inetutils-telnet,vim-tiny
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
      :
      after file:/etc/systemd/system/apt-daily.service.d/hive.conf: hive_know_units
    file:/etc/cloud/cloud.cfg.d/99-hive.cfg
      content() {
      printf %s 'preserve_hostname: true
      '
      }
    command:the host name is p-hive0
      printf '%s\\n' 'p-hive0' >/etc/hostname && printf %s 'p-hive0' >'/proc/sys/kernel/hostname'
    packages:tzdata
    command:the time zone is Asia/Tokyo
      if [ -f '/usr/share/zoneinfo/Asia/Tokyo' ]; then ln -sfn '/usr/share/zoneinfo/Asia/Tokyo' /etc/localtime; else printf '%s\\n' 'There is no time zone "Asia/Tokyo". hive_timezone should be a name like "Asia/Tokyo" or "Etc/UTC".' >&2; false; fi
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
    file:/etc/ssh/sshd_config.d/00-hive-base.conf
      content() {
      printf %s '# Kept by hive, role base.
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      UseDNS no
      '
      }
      hive_write '/etc/ssh/sshd_config.d/00-hive-base.conf' '600' 'root' 'root' content
    service:ssh.service
      after file:/etc/ssh/sshd_config.d/00-hive-base.conf: hive_restart 'ssh.service' reload-or-restart"
  `)
})

test('keeps Enterprise Linux 9 with every wish', () => {
  expect(readable(resourcesOf(base, {facts: systems.alma9, hostVariables: wishes}))).toMatchInlineSnapshot(`
    "command:package sources of an earlier inventory are gone
      { find '/etc/hive/package-sources/files' -type f | while read -r each; do
        [ ! -e "\${each#'/etc/hive/package-sources'/files}" ] || hive_rewrite "\${each#'/etc/hive/package-sources'/files}" cat -- "$each" || exit
      done
      } &&
      { rm -rf -- '/etc/hive/package-sources'
      }
    command:packages come from http://mirror.example/almalinux
      rewritten() {
      awk -v url='http://mirror.example/almalinux' '
      function flush(  n) { for (n = 1; n <= count; n++) print (known && lines[n] ~ /^mirrorlist=/ ? "#" : "") lines[n]; count = known = 0 }
      /^\\[/ { flush() }
      /^#? *baseurl=https?:/ && sub(/^#? *baseurl=https?:[^ ]*\\/(almalinux|rocky|centos|centos-stream|\\$contentdir)\\//, "baseurl=" url "/") { known = 1 }
      { lines[++count] = $0 }
      END { flush() }' "$1"
      }
      take_url() {
      find /etc/yum.repos.d -type f '(' -iname 'almalinux*.repo' -o -iname 'rocky*.repo' -o -iname 'centos*.repo' ')' | while read -r each; do
        rewritten "$each" | cmp -s - "$each" && continue
        [ -e '/etc/hive/package-sources'/files"$each" ] || cp -a --parents -- "$each" '/etc/hive/package-sources'/files || exit
        hive_rewrite "$each" rewritten "$each" || exit
      done
      }
      { mkdir -p '/etc/hive/package-sources/files' && printf '%s\\n' 'http://mirror.example/almalinux' >'/etc/hive/package-sources/url'
      } &&
      { take_url
      }
    command:dnf leaves kernels as they are
      without_kernels() {
      awk '/^exclude[ 	]*=/ && !found { found = 1; if ($0 !~ /[=, 	]kernel[*]([, 	]|$)/) $0 = $0 " kernel*" } { print } END { if (!found) print "exclude=kernel*" }' '/etc/dnf/dnf.conf'
      }
      hive_rewrite '/etc/dnf/dnf.conf' without_kernels
    without-block:/etc/environment:pip
      others() {
      hive_begin='# hive pip begin' hive_finish='# hive pip end' awk '
      $0 == ENVIRON["hive_begin"] { inside = 1 }
      !inside { print }
      $0 == ENVIRON["hive_finish"] { inside = 0 }' '/etc/environment'
      }
    packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack-tools,python3-libselinux,telnet,vim-enhanced,rsyslog-logrotate
    command:the kernel 5.14.0-427.13.1.el9_4.x86_64 is there with its extra modules
      dnf -q -y --disableexcludes=all --setopt=install_weak_deps=False install -- 'kernel-5.14.0-427.13.1.el9_4.x86_64' 'kernel-modules-extra-5.14.0-427.13.1.el9_4.x86_64'
    line:/etc/selinux/config:^SELINUX=
      hive_needs_file '/etc/selinux/config' && hive_rewrite '/etc/selinux/config' hive_line EDIT '/etc/selinux/config' 'SELINUX=permissive' '^SELINUX=' 'bottom' ''
    command:SELinux is permissive
      setenforce 'permissive'
    service:sysstat.service
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
      :
      after file:/etc/systemd/system/NetworkManager-wait-online.service.d/hive.conf, file:/etc/systemd/system/dnf-makecache.service.d/hive.conf: hive_know_units
    command:the host name is p-hive0
      printf '%s\\n' 'p-hive0' >/etc/hostname && printf %s 'p-hive0' >'/proc/sys/kernel/hostname'
    packages:tzdata
    command:the time zone is Asia/Tokyo
      if [ -f '/usr/share/zoneinfo/Asia/Tokyo' ]; then ln -sfn '/usr/share/zoneinfo/Asia/Tokyo' /etc/localtime; else printf '%s\\n' 'There is no time zone "Asia/Tokyo". hive_timezone should be a name like "Asia/Tokyo" or "Etc/UTC".' >&2; false; fi
    packages:glibc-langpack-ja
    line:/etc/locale.conf:^LANG=
      : && hive_rewrite '/etc/locale.conf' hive_line EDIT '/etc/locale.conf' 'LANG=ja_JP.UTF-8' '^LANG=' 'bottom' ''
    file:/etc/ssh/sshd_config.d/00-hive-base.conf
      content() {
      printf %s '# Kept by hive, role base.
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      UseDNS no
      '
      }
      hive_write '/etc/ssh/sshd_config.d/00-hive-base.conf' '600' 'root' 'root' content
    service:sshd.service
      after file:/etc/ssh/sshd_config.d/00-hive-base.conf: hive_restart 'sshd.service' reload-or-restart"
  `)
})

test('writes into the sshd_config of Enterprise Linux 8, whose sshd reads no drop-ins', () => {
  const [config, reload] = resourcesOf(base, {facts: systems.alma8}).slice(-2)
  expect(readable([config, reload].filter(resource => resource !== undefined))).toMatchInlineSnapshot(`
    "block:/etc/ssh/sshd_config:base
      content() {
      printf %s 'PasswordAuthentication no
      ChallengeResponseAuthentication no
      UseDNS no
      '
      }
    service:sshd.service
      after block:/etc/ssh/sshd_config:base: hive_restart 'sshd.service' reload-or-restart"
  `)
})

describe('SELinux', () => {
  const wanted = (mode: string, found: string) =>
    resourcesOf(base, {facts: {...systems.alma9, selinux: found}, hostVariables: {hive_selinux: mode}})
      .filter(({id}) => /selinux/i.test(id) && !id.startsWith('packages'))
      .map(({id, needsReboot}) => [id, needsReboot ?? false])

  test.each([
    [
      'permissive',
      'enforcing',
      [
        ['line:/etc/selinux/config:^SELINUX=', false],
        ['command:SELinux is permissive', false],
      ],
    ],
    [
      'enforcing',
      'permissive',
      [
        ['line:/etc/selinux/config:^SELINUX=', false],
        ['command:SELinux is enforcing', false],
      ],
    ],
    ['disabled', 'enforcing', [['line:/etc/selinux/config:^SELINUX=', true]]],
    ['permissive', 'disabled', [['line:/etc/selinux/config:^SELINUX=', true]]],
    ['disabled', 'disabled', [['line:/etc/selinux/config:^SELINUX=', false]]],
  ])('wanted %s, found %s: reboots only to switch it on or off', (mode, found, expected) => {
    expect(wanted(mode, found)).toEqual(expected)
  })
})

test.each([
  [
    {hive_selinux: 'off'},
    systems.alma9,
    'p-hive0.example: hive_selinux should be "permissive", "enforcing" or "disabled", got "off".',
  ],
  [
    {hive_locale: 'japanese'},
    systems.debian12,
    'p-hive0.example: hive_locale should be like "ja_JP.UTF-8", got "japanese".',
  ],
  [{hive_timezone: ['a']}, systems.debian12, 'p-hive0.example: hive_timezone should be a text, got ["a"].'],
  [
    {hive_apt_url: 'mirror; rm -rf /'},
    systems.debian12,
    'p-hive0.example: hive_apt_url should be a URL like "http://mirror.example/debian", got "mirror; rm -rf /".',
  ],
])('refuses %j', (hostVariables, facts, message) => {
  expect(() => resourcesOf(base, {facts, hostVariables})).toThrow(message)
})
