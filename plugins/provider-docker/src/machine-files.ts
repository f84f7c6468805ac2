import {buffer} from 'node:stream/consumers'
import tar from 'tar-stream'
import type {HostKey} from './host-key.ts'

/** What a node is told before it starts (images/node/files/usr/local/sbin/node-init reads it). */
export interface MachineFiles {
  /** Login user. */
  readonly admin: string
  readonly sshPort: number
  /** One authorized_keys line. */
  readonly publicKey: string
  readonly nameservers: readonly string[]
  /** Left out when the node has its key already. */
  readonly hostKey?: HostKey
}

/** The files as a tar for the root of a container that does not run yet. */
export async function machineFiles(files: MachineFiles): Promise<Buffer> {
  const pack = tar.pack()
  const add = (name: string, content: string, mode = 0o644) => pack.entry({name, mode, mtime: new Date(0)}, content)

  add('etc/hive/admin', `${files.admin}\n`)
  add('etc/hive/authorized_keys', `${files.publicKey.trim()}\n`)
  add('etc/hive/nameservers', files.nameservers.map(address => `${address}\n`).join(''))
  add('etc/ssh/sshd_config.d/20-port.conf', `Port ${files.sshPort}\n`)
  if (files.hostKey) {
    add('etc/ssh/ssh_host_ed25519_key', files.hostKey.privateKey, 0o600)
    add('etc/ssh/ssh_host_ed25519_key.pub', `${files.hostKey.publicKey}\n`)
  }
  pack.finalize()
  return buffer(pack)
}
