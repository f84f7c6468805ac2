import {fail} from '../failure.ts'

/** Compares versions of two or three numbers, optionally followed by `a` or `b` and a number. */
export function compareStrict(left: string, right: string): number {
  const [one, other] = [partsOf(left), partsOf(right)]
  const index = one.findIndex((part, position) => part !== other[position])
  return index === -1 ? 0 : (one[index] ?? 0) - (other[index] ?? 0)
}

function partsOf(version: string): number[] {
  const match =
    /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(version) ?? fail(`invalid version number '${version}'`)
  const [, major, minor, patch = '0', letter, count = '0'] = match
  const stage = letter === undefined ? 2 : letter === 'a' ? 0 : 1
  return [Number(major), Number(minor), Number(patch), stage, Number(count)]
}
