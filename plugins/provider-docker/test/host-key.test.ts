import ssh2 from 'ssh2'
import {expect, it} from 'vitest'
import {generateHostKey} from '../src/host-key.ts'

it('makes key pairs whose halves belong together, every time', () => {
  for (let round = 0; round < 600; round++) {
    const {privateKey, publicKey} = generateHostKey()
    const parsed = ssh2.utils.parseKey(privateKey)
    if (parsed instanceof Error) throw parsed
    expect(publicKey).toBe(`ssh-ed25519 ${parsed.getPublicSSH().toString('base64')}`)
  }
})
