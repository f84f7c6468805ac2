import {createHash} from 'node:crypto'

/** `ssh-ed25519 SHA256:...` of a line `<type> <base64>`, as ssh-keygen -l shows it. */
export function fingerprint(line: string): string {
  const [type = '', key = ''] = line.split(' ')
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')
  return `${type} SHA256:${digest}`
}
