import type {CheckReport} from './check-mirror.ts'
import type {ImageReport, MirrorReport} from './report.ts'

/** A plan or run for people: what is to be known of each image, then the sum. */
export function mirrorLines({mirror, images, bytes, mounted, failedFile}: MirrorReport): readonly string[] {
  const told = images.filter(({state}) => state !== 'present')
  const count = (state: ImageReport['state']) => images.filter(image => image.state === state).length
  const counts = (['present', 'to-copy', 'copied', 'skipped', 'failed'] as const)
    .filter(state => count(state) > 0)
    .map(state => `${count(state)} ${state}`)
  return [
    ...told.map(imageLine),
    `${mirror}: ${counts.join(', ') || 'no images'}; ${size(bytes)} to fetch once, ${mounted} blobs from the mirror itself`,
    ...retryLine(failedFile),
  ]
}

/** A check for people. */
export function checkLines({images, failedFile}: CheckReport): readonly string[] {
  const bad = images.filter(({problems}) => problems.length > 0)
  const whole = images.filter(({state}) => state === 'whole').length
  return [
    ...bad.map(({name, state, problems}) => [`${state} ${name}`, ...problems.map(text => `    ${text}`)].join('\n')),
    `${whole} of ${images.length} images are whole and can be pulled from the mirror`,
    ...retryLine(failedFile),
  ]
}

function imageLine({name, state, wantedBy, digest, lockedBefore, reason}: ImageReport): string {
  const known = digest === undefined ? '' : `@${digest.slice(0, 19)}`
  const moved = lockedBefore === undefined ? '' : ` (was ${lockedBefore.slice(0, 19)})`
  const why = reason === undefined ? '' : `: ${reason}`
  return `${state.padEnd(8)} ${name}${known}${moved}, for ${wantedBy.join(', ')}${why}`
}

function retryLine(failedFile: string | undefined): readonly string[] {
  return failedFile === undefined ? [] : [`${failedFile} has what failed; retry just that: hive mirror run --retry`]
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
