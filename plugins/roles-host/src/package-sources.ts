import {
  command,
  HiveError,
  type Host,
  type OsFamily,
  type Resource,
  type Shell,
  sequence,
  sh,
  textVariable,
} from '@hive-ci/cli'

/** Where packages come from: `hive_yum_url` or `hive_apt_url`, and on Enterprise Linux no kernel by accident. */
export function packageSources(host: Host, family: OsFamily): Resource[] {
  if (family === 'debian') return mirror(host, 'hive_apt_url', aptFiles, aptRewrite)
  return [...mirror(host, 'hive_yum_url', yumFiles, yumRewrite), kernelsExcluded]
}

const dnfSettings = '/etc/dnf/dnf.conf'

/**
 * Modules that are built for one kernel (DRBD) must not lose it to an update. What operators exclude stays excluded; dnf
 * takes one line of the name.
 */
const kernelsExcluded = command('dnf leaves kernels as they are', {
  define: sh`without_kernels() {
awk '/^exclude[ \t]*=/ && !found { found = 1; if ($0 !~ /[=, \t]kernel[*]([, \t]|$)/) $0 = $0 " kernel*" } { print } END { if (!found) print "exclude=kernel*" }' ${dnfSettings}
}`,
  check: sh`without_kernels | cmp -s - ${dnfSettings}`,
  apply: sh`hive_rewrite ${dnfSettings} without_kernels`,
  diff: sh`without_kernels | hive_compare ${dnfSettings}`,
})

/** Files as they were before the first change, below their own paths, and the URL they were given. */
const kept = '/etc/hive/package-sources'

const aptFiles = sh`find /etc/apt/sources.list /etc/apt/sources.list.d -type f '(' -name '*.list' -o -name '*.sources' ')' 2>/dev/null`
const yumFiles = sh`find /etc/yum.repos.d -type f '(' -iname 'almalinux*.repo' -o -iname 'rocky*.repo' -o -iname 'centos*.repo' ')'`

/** The archive of security updates becomes `<url>-security`, as mirrors lay it out. */
function aptRewrite(url: string): Shell {
  return sh`sed -E ${`s#https?://[^] ]*/(debian|ubuntu)#${url}#`}`
}

/**
 * Mirror lists give way to the base URLs that the repository files carry as comments; a repository without one that could
 * be told (debug symbols, sources) stays as it is.
 */
function yumRewrite(url: string): Shell {
  return sh`awk -v url=${url} '
function flush(  n) { for (n = 1; n <= count; n++) print (known && lines[n] ~ /^mirrorlist=/ ? "#" : "") lines[n]; count = known = 0 }
/^\\[/ { flush() }
/^#? *baseurl=https?:/ && sub(/^#? *baseurl=https?:[^ ]*\\/(almalinux|rocky|centos|centos-stream|\\$contentdir)\\//, "baseurl=" url "/") { known = 1 }
{ lines[++count] = $0 }
END { flush() }'`
}

/** `url` reaches up to `/debian`, `/ubuntu`, `/almalinux` and the like; files that already name it stay. */
function mirror(host: Host, variable: string, files: Shell, rewrite: (url: string) => Shell): Resource[] {
  const url = textVariable(host, variable)
  if (url === undefined) return [systemsOwn('')]
  if (!/^https?:\/\/[A-Za-z0-9._~:/[\]-]+[^/]$/.test(url)) {
    throw new HiveError(
      'INVENTORY_INVALID',
      `${host.name}: ${variable} should be a URL like "http://mirror.example/debian", got ${JSON.stringify(url)}.`,
    )
  }
  return [
    systemsOwn(url),
    command(`packages come from ${url}`, {
      define: sh`rewritten() {\n${rewrite(url)} "$1"\n}
take_url() {
${files} | while read -r each; do
  rewritten "$each" | cmp -s - "$each" && continue
  [ -e ${kept}/files"$each" ] || cp -a --parents -- "$each" ${kept}/files || exit
  hive_rewrite "$each" rewritten "$each" || exit
done\n}`,
      check: sh`${files} | while read -r each; do rewritten "$each" | cmp -s - "$each" || exit 1; done`,
      apply: sequence(sh`mkdir -p ${`${kept}/files`} && printf '%s\\n' ${url} >${`${kept}/url`}`, sh`take_url`),
      diff: sh`${files} | while read -r each; do rewritten "$each" | hive_compare "$each"; done`,
    }),
  ]
}

/** Another URL, or none any more: what the system brought comes back first. */
function systemsOwn(url: string): Resource {
  return command('package sources of an earlier inventory are gone', {
    check: sh`[ ! -e ${kept} ] || [ "$(cat ${`${kept}/url`})" = ${url} ]`,
    apply: sequence(
      sh`find ${`${kept}/files`} -type f | while read -r each; do
  [ ! -e "\${each#${kept}/files}" ] || hive_rewrite "\${each#${kept}/files}" cat -- "$each" || exit
done`,
      sh`rm -rf -- ${kept}`,
    ),
    diff: sh`find ${`${kept}/files`} -type f | while read -r each; do hive_compare "\${each#${kept}/files}" <"$each"; done`,
  })
}
