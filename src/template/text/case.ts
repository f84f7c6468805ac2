/** `text.capitalize()`: the first character large, the others small. */
export function capitalize(text: string): string {
  const [first = '', ...others] = text
  return upperFirst(first) + others.join('').toLowerCase()
}

/** `text.title()`: the first letter of every run of letters large, the others small. */
export function titleCase(text: string): string {
  return text.replace(/[\p{L}\p{M}]+/gu, capitalize)
}

/** `text.swapcase()`. */
export function swapCase(text: string): string {
  return Array.from(text, character => {
    const upper = character.toUpperCase()
    return upper === character ? character.toLowerCase() : upper
  }).join('')
}

/** Whether the text has letters with case, and all of them are of that case. */
export function isAllCase(text: string, wanted: 'lower' | 'upper'): boolean {
  const isWanted = wanted === 'lower' ? text === text.toLowerCase() : text === text.toUpperCase()
  return isWanted && text.toLowerCase() !== text.toUpperCase()
}

/** Whether large letters follow only characters without case, and small ones only letters with case. */
export function isTitle(text: string): boolean {
  return titleCase(text) === text && text.toLowerCase() !== text.toUpperCase()
}

function upperFirst(character: string): string {
  return character === 'ß' ? 'Ss' : character.toUpperCase()
}
