import type {CertifyReport} from './certify.ts'
import type {DownReport} from './down.ts'
import type {FreezeReport} from './freeze.ts'
import type {Unkept} from './log/recording.ts'
import type {RecordReport} from './record.ts'
import type {StatusReport} from './status.ts'
import type {UpReport} from './up.ts'
import {useOf} from './use.ts'

/** What `hive offline up` did, and what makes the stage use it; `former` is the `HOST:PORT` of the proxy it used so far. */
export function upLines(report: UpReport, isSet: boolean, former?: string): readonly string[] {
  const {mode, proxy, registries} = report
  const use = Object.entries(useOf(report))
  return [
    `The offline cache is ${mode === 'frozen' ? 'frozen' : 'recording'} at ${proxy}, with ${counted(registries.length, 'registry', 'registries')}${registries.length === 0 ? '' : `: ${registries.join(', ')}`}.`,
    ...(former === undefined
      ? []
      : [`http_proxy was ${former}. Where this machine needs that proxy: hive offline up --upstream ${former}`]),
    isSet ? `The stage uses it: ${listed(use)} are set.` : 'Let the stage use it:',
    ...(isSet ? [] : use.map(([name, value]) => `  hive set ${name} ${value}`)),
  ]
}

function listed(use: readonly (readonly [string, string])[]): string {
  return new Intl.ListFormat('en').format(use.map(([name]) => name))
}

/** A cache for people: state and size, by place, images, then what is wrong. */
export function statusLines(report: StatusReport): readonly string[] {
  const {state, proxy, frozenAt, bytes, objects, places, images, misses, unkept} = report
  if (state === 'absent') return ['There is no offline cache; "hive offline up" makes one.']
  if (state === 'stopped') return [`The offline cache at ${proxy} does not run; "hive offline up" starts it.`]
  return [
    `${state}${frozenAt === undefined ? '' : ` since ${frozenAt}`} at ${proxy}: ${counted(objects, 'object')}, ${counted(images.length, 'image')}, ${size(bytes)}`,
    ...places.map(place => `  ${place.place}: ${counted(place.requests, 'request')}, ${size(place.bytes)}`),
    ...images.map(({name, digest}) => `  ${name}@${digest.slice(0, 19)}`),
    ...section(
      'Asked for in vain since it was frozen:',
      misses.map(({method, url}) => `${method} ${url}`),
    ),
    ...section('Recorded, but cannot be given again:', unkept.map(unkeptLine)),
  ]
}

function unkeptLine({method, url, reason}: Unkept): string {
  return `${method} ${url}: ${reason}`
}

/** What was, or would be, removed. */
export function downLines({removed, dryRun}: DownReport): readonly string[] {
  if (removed.length === 0) return ['There is no offline cache.']
  const what = removed.map(part => (part === 'data' ? 'what it recorded' : 'the offline cache')).join(' and ')
  if (dryRun) return [`Would remove ${what}.`]
  return [
    `Removed ${what}.`,
    'While http_proxy and extra_ca name it, phases fail; take them back with: hive set http_proxy "" and hive set extra_ca "" (or the file it named before), and after a frozen one hive set apt_check_valid_until true',
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map(line => `  ${line}`)]
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`
}

export function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

/** What the cache holds after a recording, or why the recording came to no end. */
export function recordLines({recorded, bytes, objects, images, lastWords}: RecordReport): readonly string[] {
  const holds = `The offline cache holds ${counted(objects, 'object')}, ${counted(images, 'image')}, ${size(bytes)}.`
  if (recorded) return [`The stage was built from nothing and recorded. ${holds}`]
  return [
    ...section('The build failed. Its last words:', lastWords),
    `What was asked for until then is recorded. ${holds}`,
  ]
}

/** What was frozen, and what of it cannot be given again. */
export function freezeLines({frozenAt, files, answers, unkept}: FreezeReport): readonly string[] {
  return [
    `The offline cache is frozen since ${frozenAt}: ${files} files with checksums, ${answers} redirects and the like.`,
    ...section('Recorded, but cannot be given again:', unkept.map(unkeptLine)),
  ]
}

/** What a rehearsal showed. */
export function certifyLines({certified, missing, lastWords}: CertifyReport): readonly string[] {
  if (certified) return ['The stage was built from the offline cache alone; nothing is missing.']
  return [
    ...section(
      'Missing from the offline cache:',
      missing.map(({phase, method, url}) => `${phase}: ${method} ${url}`),
    ),
    ...section('The build failed. Its last words:', lastWords),
    'Record what is missing: hive offline thaw, hive offline record, hive offline freeze.',
  ]
}
