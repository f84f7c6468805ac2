/** The line that opens a section of a GitLab job log; `name` is letters, digits and dashes, `seconds` since 1970. */
export function sectionStart(name: string, title: string, seconds: number): string {
  return `\u001B[0Ksection_start:${seconds}:${name}\r\u001B[0K${title}\n`
}

/** The line that closes the section of the same name. */
export function sectionEnd(name: string, seconds: number): string {
  return `\u001B[0Ksection_end:${seconds}:${name}\r\u001B[0K`
}
