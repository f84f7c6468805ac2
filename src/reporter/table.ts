export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
}

/**
 * Lines of a table without rules, two blanks between columns. When it is wider than `width`, the first column is cut.
 * Cells hold plain text: colour is put on afterwards.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const all = [columns.map(column => column.title), ...rows]
  const widths = columns.map((_, index) => Math.max(...all.map(row => (row[index] ?? '').length)))
  const rest = widths.slice(1).reduce((sum, columnWidth) => sum + columnWidth + 2, 0)
  const first = Math.max(8, Math.min(widths[0] ?? 0, width - rest))
  return all.map(row =>
    columns
      .map(({align}, index) => {
        const cellWidth = index === 0 ? first : (widths[index] ?? 0)
        const cell = cut(row[index] ?? '', cellWidth)
        return align === 'right' ? cell.padStart(cellWidth) : cell.padEnd(cellWidth)
      })
      .join('  ')
      .trimEnd(),
  )
}

/** A text in at most `width` characters, its end replaced by an ellipsis when it is longer. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
