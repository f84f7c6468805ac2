/** A text with the passwords of the URLs in it struck out. */
export function withoutPassword(text: string): string {
  return text.replaceAll(/(^|\/\/)([^/@\s:]*):[^/@\s]*@/g, '$1$2:***@')
}
