/** A text in rsyslog's RainerScript. https://www.rsyslog.com/doc/rainerscript/constant_strings.html */
export function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", '\\x27').replaceAll('\n', '\\n')}'`
}

/** A list of texts, to compare with. */
export function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`
}
