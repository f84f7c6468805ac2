const escapes: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;'}

/** Replaces what has a meaning in HTML and XML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, character => escapes[character] ?? character)
}
