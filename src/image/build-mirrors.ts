import {HiveError} from '../error.ts'
import {lines, type Shell, sh} from '../shell/sh.ts'
import type {Host} from '../site/site.ts'
import {textVariable} from '../site/typed-variable.ts'
import type {Connection} from '../transport/connection.ts'
import {forAWhile} from './for-a-while.ts'

/** Before each line that was replaced; roles may change the rest of the file meanwhile. */
const marker = '#hive-build '

const aptFiles = sh`find /etc/apt/sources.list /etc/apt/sources.list.d -type f '(' -name '*.list' -o -name '*.sources' ')' 2>/dev/null`
const yumFiles = sh`find /etc/yum.repos.d -type f '(' -iname 'almalinux*.repo' -o -iname 'rocky*.repo' -o -iname 'centos*.repo' ')' 2>/dev/null`

/**
 * Lets a build container take its packages from where the host does (`hive_apt_url`, `hive_yum_url`) while `work` runs:
 * what it is made of may be another distribution, whose sources stay. The image keeps nothing of it.
 * @throws HiveError HOST_FAILED when the container cannot be told.
 */
export async function withBuildMirrors<T>(host: Host, container: Connection, work: () => Promise<T>): Promise<T> {
  const urls = {apt: textVariable(host, 'hive_apt_url'), yum: textVariable(host, 'hive_yum_url')}
  if (urls.apt === undefined && urls.yum === undefined) return work()
  await run(
    container,
    lines(
      ...(urls.apt === undefined ? [] : [takeApt(urls.apt)]),
      ...(urls.yum === undefined ? [] : [takeYum(urls.yum)]),
    ),
  )
  return forAWhile(work, () => run(container, giveBack))
}

async function run(container: Connection, program: Shell): Promise<void> {
  const {code, stderr} = await container.exec('sh -s', {stdin: `${program.text}\n`})
  if (code === 0) return
  const reason = stderr.trim().split('\n').at(-1) || `exit status ${code}`
  throw new HiveError('HOST_FAILED', `The package sources of this container cannot be changed: ${reason}.`)
}

/** The archive of security updates becomes `<url>-security`, as mirrors lay it out. */
function takeApt(url: string): Shell {
  const sources = `https?://[^] ]*/${familyOf(url, ['debian', 'ubuntu'])}`
  return edited(aptFiles, `\\,^[^#]*${sources},{h;s/^/${marker}/p;g;s,${sources},${url},g}`)
}

/** Mirror lists give way to the base URLs that repository files carry as comments. */
function takeYum(url: string): Shell {
  const family = familyOf(url, ['almalinux', 'rocky', 'centos-stream', 'centos'])
  const base = `^#? *baseurl=https?:[^ ]*/(${family}|\\$contentdir)/`
  const replaced = `h;s/^/${marker}/p;g`
  return edited(yumFiles, `\\,${base},{${replaced};s,${base},baseurl=${url}/,}\n/^mirrorlist=/{${replaced};s/^/#/}`)
}

/** A mirror that names a distribution has only that one. */
function familyOf(url: string, known: readonly string[]): string {
  return known.find(name => url.endsWith(`/${name}`)) ?? `(${known.join('|')})`
}

const giveBack = lines(...[aptFiles, yumFiles].map(files => edited(files, `/^${marker}/{s/^${marker}//;n;d}`)))

/** Written into the same file, which may have links to it. */
function edited(files: Shell, program: string): Shell {
  return sh`${files} | while read -r each; do
  new=$(sed -E ${program} "$each") || exit
  printf '%s\\n' "$new" | cmp -s - "$each" || printf '%s\\n' "$new" >"$each" || exit
done`
}
