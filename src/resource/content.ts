import {Secret} from '../shell/secret.ts'
import {type Shell, sh} from '../shell/sh.ts'

/** What a file holds: text, text nobody may read in a log, or bytes. */
export type Content = string | Secret | Uint8Array

/** A shell function `content` that prints the content as it is, byte by byte. */
export function contentFunction(content: Content): Shell {
  const text = content instanceof Secret ? content.reveal() : content
  if (typeof text === 'string' && !text.includes('\0')) {
    return sh`content() {\nprintf %s ${content instanceof Secret ? content : text}\n}`
  }
  const encoded = Buffer.from(text).toString('base64')
  return sh`content() {\nprintf %s ${content instanceof Secret ? new Secret(encoded) : encoded} | base64 -d\n}`
}

/** Whether a diff of it may be shown and can be read. */
export function isReadable(content: Content): boolean {
  return typeof content === 'string' && !content.includes('\0')
}
