import ssh2 from 'ssh2'

/** The identity of a machine's sshd, made by us so that it is known before the first connection. */
export interface HostKey {
  /** OpenSSH format. */
  readonly privateKey: string
  /** `ssh-ed25519 <base64>` */
  readonly publicKey: string
}

const ed25519WireLength = 51

/** A new ed25519 key pair. ssh2 drops leading zero bytes (one pair in 256 is then unreadable), so such a pair is made again. */
export function generateHostKey(): HostKey {
  const pair = ssh2.utils.generateKeyPairSync('ed25519')
  const publicKey = pair.public.trim()
  const [, base64 = ''] = publicKey.split(' ')
  if (Buffer.from(base64, 'base64').length !== ed25519WireLength) return generateHostKey()
  return {privateKey: pair.private, publicKey}
}
