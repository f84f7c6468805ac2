/** GitLab takes notes of up to a million characters. */
const mostCharacters = 900_000

/**
 * Markdown that does nothing but be read: outside of code GitLab carries out lines that begin with `/word` and tells
 * everybody who is mentioned with an at sign, so both become references to characters.
 */
export function harmless(markdown: string): string {
  let fence = ''
  const lines = markdown.split('\n').map(line => {
    const [, found = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? []
    if (fence !== '') {
      if (found.startsWith(fence) && line.trim() === found) fence = ''
      return line
    }
    if (found !== '') {
      fence = found
      return line
    }
    return line.replace(/^(\s*)\//, '$1&#47;').replaceAll(/@(?=[\w-])/g, '&#64;')
  })
  const text = lines.join('\n')
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}\n\n(cut off here)`
}
