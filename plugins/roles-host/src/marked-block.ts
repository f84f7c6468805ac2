/** The lines between two marker lines of Ansible's blockinfile; undefined when there is no such block. */
export function markedLines(text: string, name: string): readonly string[] | undefined {
  const lines = text.split('\n')
  const place = placeOf(lines, name)
  return place && lines.slice(place.begin + 1, place.end)
}

/** Names of all blocks of a text, in its order. */
export function markedNames(text: string): readonly string[] {
  return text.split('\n').flatMap(line => /^# BEGIN ANSIBLE MANAGED BLOCK (.+)$/.exec(line)?.[1] ?? [])
}

/** A text with these lines as a block: in its place where there is one, else at the end; without the block where there are none. */
export function withMarkedLines(text: string, name: string, content: readonly string[]): string {
  const lines = text.split('\n')
  const place = placeOf(lines, name)
  const block = content.length === 0 ? [] : [marker('BEGIN', name), ...content, marker('END', name)]
  if (place !== undefined) return lines.toSpliced(place.begin, place.end - place.begin + 1, ...block).join('\n')
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return before + block.map(line => `${line}\n`).join('')
}

function placeOf(lines: readonly string[], name: string): {readonly begin: number; readonly end: number} | undefined {
  const begin = lines.indexOf(marker('BEGIN', name))
  const end = lines.indexOf(marker('END', name), begin)
  return begin < 0 || end < 0 ? undefined : {begin, end}
}

function marker(word: string, name: string): string {
  return `# ${word} ANSIBLE MANAGED BLOCK ${name}`
}
