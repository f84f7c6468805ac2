/** How Python writes a float: shortest form that reads back, with an exponent below 1e-4 and from 1e16. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const magnitude = Math.abs(value)
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) return exponentText(value.toExponential())
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

/** Python writes at least two digits of exponent: `1e+16`, `1e-05`. */
export function exponentText(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
