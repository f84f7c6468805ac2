import {expect, it} from 'vitest'
import {fingerprint, hostKeyAlgorithms, hostKeyLine, isKnown} from '../../src/transport/host-key.ts'

const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
const line = `ssh-ed25519 ${blob}`

it('reads the type of a key out of the key', () => {
  expect(hostKeyLine(Buffer.from(blob, 'base64'))).toBe(line)
})

it('knows a key whatever its comment', () => {
  expect(isKnown(line, ['ssh-rsa AAAA old', `  ${line} root@box `])).toBe(true)
  expect(isKnown(line, ['ssh-rsa AAAA', ''])).toBe(false)
})

it('shows a key as ssh-keygen -l does', () => {
  expect(fingerprint(`${line} comment`)).toBe('ssh-ed25519 SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
})

it('asks for the kinds of keys it knows before all others', () => {
  expect(hostKeyAlgorithms(['ssh-rsa AAAA', 'sk-ssh-ed25519@openssh.com AAAA'])).toEqual([
    'rsa-sha2-512',
    'rsa-sha2-256',
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
  ])
})
