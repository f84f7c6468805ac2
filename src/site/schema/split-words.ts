/** Splits a text into words as a POSIX shell does: at blanks, with quotes and backslashes, without expansions. */
export function splitWords(text: string): string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? []
  return words.map(unquoted)
}

function unquoted(word: string): string {
  return word.replaceAll(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs,
    (_, double?: string, single?: string, escaped?: string) => {
      if (double !== undefined) return double.replaceAll(/\\([$`"\\])/g, '$1')
      return single ?? escaped ?? ''
    },
  )
}
