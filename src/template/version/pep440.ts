import {fail} from '../failure.ts'

const pattern =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z\d]+(?:[-_.][a-z\d]+)*))?\s*$/i

/** Compares versions of Python packages (PEP 440). */
export function comparePep440(left: string, right: string): number {
  const [one, other] = [keyOf(left), keyOf(right)]
  const length = Math.max(one.length, other.length)
  for (let index = 0; index < length; index++) {
    const order = comparePart(one[index] ?? -Infinity, other[index] ?? -Infinity)
    if (order !== 0) return order
  }
  return 0
}

/** A list that sorts as the version does: epoch, release (16 numbers), pre, post, dev, local. */
function keyOf(version: string): (number | string)[] {
  const match = pattern.exec(version) ?? fail(`invalid version '${version}'`)
  const [, epoch = '0', release = '', letter, pre = '0', shortPost, post, dev, local] = match
  const numbers = release.split('.').map(Number)
  const isPost = shortPost !== undefined || post !== undefined
  const isOnlyDev = letter === undefined && !isPost && dev !== undefined
  return [
    Number(epoch),
    ...Array.from({length: 16}, (_, index) => numbers[index] ?? 0),
    letter === undefined ? (isOnlyDev ? -1 : 3) : stageOf(letter),
    Number(pre),
    isPost ? Number(shortPost ?? post) : -1,
    dev === undefined ? Infinity : Number(dev),
    ...(local
      ?.toLowerCase()
      .split(/[-_.]/)
      .map(part => (/^\d+$/.test(part) ? Number(part) : part)) ?? []),
  ]
}

function stageOf(letter: string): number {
  const first = letter.toLowerCase()[0]
  if (first === 'a') return 0
  return first === 'b' ? 1 : 2
}

function comparePart(left: number | string, right: number | string): number {
  if (left === right) return 0
  if (typeof left === typeof right) return left < right ? -1 : 1
  // In a local version numbers sort after letters, and nothing sorts first.
  if (left === -Infinity || right === -Infinity) return left === -Infinity ? -1 : 1
  return typeof left === 'string' ? -1 : 1
}
