const units: Readonly<Record<string, number>> = {K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40}

/** LVM gives space in pieces of 4 MiB. */
const extent = 4 * 2 ** 20

/** Bytes of a size like `500M` or `20G`, as LVM will make it; undefined when it is none. A plain number is MiB. */
export function diskSize(text: string): number | undefined {
  const {number, unit = 'M'} = /^(?<number>\d+(\.\d+)?)\s*(?<unit>[KMGT])?(i?B)?$/i.exec(text.trim())?.groups ?? {}
  const bytes = Number(number) * (units[unit.toUpperCase()] ?? Number.NaN)
  return bytes > 0 ? Math.ceil(bytes / extent) * extent : undefined
}
