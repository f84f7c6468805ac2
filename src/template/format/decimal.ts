/**
 * `value * 10 ** digits` rounded to an integer, halves to even, computed on the exact binary value as Python does.
 * `digits` may be negative. The value must be finite.
 */
export function scaledInteger(value: number, digits: number): bigint {
  const {mantissa, exponent} = decompose(value)
  let numerator = mantissa
  let denominator = 1n
  if (exponent >= 0) numerator <<= BigInt(exponent)
  else denominator <<= BigInt(-exponent)
  if (digits >= 0) numerator *= 10n ** BigInt(digits)
  else denominator *= 10n ** BigInt(-digits)
  return divideHalfEven(numerator, denominator)
}

/** Integer division rounded to the nearest, halves to even. The denominator must be positive. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator
  const quotient = magnitude / denominator
  const twice = (magnitude % denominator) * 2n
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  const rounded = isUp ? quotient + 1n : quotient
  return numerator < 0n ? -rounded : rounded
}

/** A finite number with a fixed count of decimals: `fixed(2.5, 0)` is `2`. */
export function fixed(value: number, decimals: number): string {
  const scaled = scaledInteger(value, decimals)
  const isNegative = value < 0 || Object.is(value, -0)
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const sign = isNegative ? '-' : ''
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`
}

/** A finite number that is not negative with one digit before the point: `scientific(1500, 1)` is `1.5e+3`. */
export function scientific(value: number, decimals: number): string {
  const text = value.toExponential(decimals)
  if (value === 0) return text
  const exponent = Number(text.slice(text.indexOf('e') + 1))
  // JavaScript rounds halves up, Python to the even neighbour; only that makes them differ.
  const digits = String(scaledInteger(value, decimals - exponent))
  if (digits.length !== decimals + 1) return text
  const fraction = decimals === 0 ? '' : `.${digits.slice(1)}`
  return `${digits.slice(0, 1)}${fraction}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

function decompose(value: number): {mantissa: bigint; exponent: number} {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n
  return {mantissa: value < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075}
}
