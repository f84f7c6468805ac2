/** Quotes a text as one word of a POSIX shell, the way Python's `shlex.quote` writes it. */
export function quoteForShell(text: string): string {
  if (text === '') return "''"
  return /[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text
}
