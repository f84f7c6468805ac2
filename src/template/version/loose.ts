import {fail} from '../failure.ts'

/** Compares versions part by part: digits as numbers, letters as text. A number and letters have no order. */
export function compareLoose(left: string, right: string): number {
  return compareParts(partsOf(left), partsOf(right))
}

type Part = bigint | string

function partsOf(version: string): Part[] {
  const parts = version.split(/(\d+|[a-z]+|\.)/).filter(part => part !== '' && part !== '.')
  return parts.map(part => (/^\d+$/.test(part) ? BigInt(part) : part))
}

function compareParts(left: readonly Part[], right: readonly Part[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (part === other) continue
    if (typeof part !== typeof other)
      return fail(`the parts '${part}' and '${other}' of the versions cannot be compared`)
    return part < other ? -1 : 1
  }
  return left.length - right.length
}
