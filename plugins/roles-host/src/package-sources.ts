import {
  command,
  HiveError,
  type Host,
  line,
  type OsFamily,
  type Resource,
  type Shell,
  sh,
  textVariable,
} from '@hive-ci/cli'

/** Where packages come from: `hive_yum_url` or `hive_apt_url`, and on Enterprise Linux no kernel by accident. */
export function packageSources(host: Host, family: OsFamily): Resource[] {
  if (family === 'debian') return [...mirror(host, 'hive_apt_url', aptFiles, aptRewrite)]
  return [
    ...mirror(host, 'hive_yum_url', yumFiles, yumRewrite),
    // Modules that are built for one kernel (DRBD) must not lose it to an update.
    line('/etc/dnf/dnf.conf', {line: 'exclude=kernel*', matching: '^exclude=', create: true}),
  ]
}

const aptFiles = sh`find /etc/apt/sources.list /etc/apt/sources.list.d -type f '(' -name '*.list' -o -name '*.sources' ')' 2>/dev/null`
const yumFiles = sh`find /etc/yum.repos.d -type f '(' -name 'almalinux*.repo' -o -name 'rocky*.repo' -o -name 'centos*.repo' -o -name 'CentOS*.repo' ')'`

/** The archive of security updates becomes `<url>-security`, as mirrors lay it out. */
function aptRewrite(url: string): Shell {
  return sh`sed -E ${`s#https?://[^] ]*/(debian|ubuntu)#${url}#`}`
}

/** Mirror lists give way to the base URLs that the repository files carry as comments. */
function yumRewrite(url: string): Shell {
  return sh`sed -E -e 's/^mirrorlist=/#mirrorlist=/' -e ${`s%^#? *baseurl=https?://[^ ]*/(almalinux|rocky|centos(-stream)?)/%baseurl=${url}/%`}`
}

/** `url` reaches up to `/debian`, `/ubuntu`, `/almalinux` and the like; files that already name it stay. */
function mirror(host: Host, variable: string, files: Shell, rewrite: (url: string) => Shell): Resource[] {
  const url = textVariable(host, variable)
  if (url === undefined) return []
  if (!/^https?:\/\/[A-Za-z0-9._~:/[\]-]+[^/]$/.test(url)) {
    throw new HiveError(
      'INVENTORY_INVALID',
      `${host.name}: ${variable} should be a URL like "http://mirror.example/debian", got ${JSON.stringify(url)}.`,
    )
  }
  return [
    command(`packages come from ${url}`, {
      define: sh`rewritten() {\n${rewrite(url)} -- "$1"\n}`,
      check: sh`${files} | while read -r each; do rewritten "$each" | cmp -s - "$each" || exit 1; done`,
      apply: sh`${files} | while read -r each; do hive_rewrite "$each" rewritten "$each" || exit 1; done`,
      diff: sh`${files} | while read -r each; do rewritten "$each" | hive_compare "$each"; done`,
    }),
  ]
}
