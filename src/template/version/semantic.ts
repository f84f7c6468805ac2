import {fail} from '../failure.ts'
import {compareTexts} from '../value/order.ts'

/** Compares versions by the rules of Semantic Versioning 2.0. */
export function compareSemantic(left: string, right: string): number {
  const [one, other] = [partsOf(left), partsOf(right)]
  for (const [index, part] of one.core.entries()) {
    const difference = part - (other.core[index] ?? 0)
    if (difference !== 0) return difference
  }
  return comparePrerelease(one.prerelease, other.prerelease)
}

function partsOf(version: string): {core: number[]; prerelease: string[]} {
  const pattern = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\da-zA-Z.-]+))?(?:\+[\da-zA-Z.-]+)?$/
  const match = pattern.exec(version) ?? fail(`invalid semantic version '${version}'`)
  return {core: match.slice(1, 4).map(Number), prerelease: match[4]?.split('.') ?? []}
}

function comparePrerelease(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const order = compareIdentifiers(part, other)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareIdentifiers(left: string, right: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)]
  if (isNumber && isOtherNumber) return Number(left) - Number(right)
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1
  return compareTexts(left, right)
}
