/** Prints rows under each other, numbers to the right. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const shown = rows.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
  process.stdout.write(`\n${[title, ...shown].join('\n')}\n`)
}

export function seconds(value: number): string {
  return `${value.toFixed(2)} s`
}

export function ratio(value: number, other: number): string {
  return `${(value / other).toFixed(2)}x`
}
