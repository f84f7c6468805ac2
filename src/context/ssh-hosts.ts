import {HiveError} from '../error.ts'
import {readContextFile} from './context-file.ts'

/** Where a host of the stage's ssh_config is reached. */
export interface SshHost {
  readonly name: string
  readonly address: string
  readonly port: number
  /** The login user, where it is said. */
  readonly user?: string
  /** The host to go through. */
  readonly jump?: SshHost
}

/** What ssh_config and known_hosts call a jump host: it has no name in the inventory. */
export function jumpHostName({address, port}: Pick<SshHost, 'address' | 'port'>): string {
  return ['jump', address.replaceAll(':', '-'), ...(port === 22 ? [] : [port])].join('-')
}

/**
 * The hosts of an ssh_config as hive or the tool of a provider writes it, in its order; jump hosts are told with the hosts behind
 * them. Throws `HiveError` CONTEXT_INVALID for none.
 */
export async function readSshHosts(file: string): Promise<readonly SshHost[]> {
  const text = (await readContextFile(file)) ?? ''
  const blocks = text
    .split(/^(?=Host\s)/m)
    .filter(block => block.startsWith('Host'))
    .map(sshBlock)
  const jumps = new Map(blocks.map(({host}) => [host.name, host]))
  const ways = new Set(blocks.map(({proxyJump}) => proxyJump))
  const hosts = blocks.flatMap(({host, proxyJump = ''}) => {
    const jump = jumps.get(proxyJump)
    return ways.has(host.name) ? [] : [jump ? {...host, jump} : host]
  })
  if (hosts.length > 0) return hosts
  const reason = text === '' ? `there is no file ${file}` : `${file} names no host`
  throw new HiveError('CONTEXT_INVALID', `The hosts of this stage are not known yet: ${reason}.`, {
    suggestions: ['Run "hive build-infra" first: it makes the hosts and writes how to reach them.'],
  })
}

function sshBlock(block: string): {readonly host: SshHost; readonly proxyJump: string | undefined} {
  const value = (key: string) => new RegExp(`^\\s*${key}\\s+"?([^"\\s]+)`, 'mi').exec(block)?.[1]
  const name = value('Host') ?? ''
  const host = {name, address: value('HostName') ?? name, port: Number(value('Port') ?? 22), user: value('User')}
  return {host, proxyJump: value('ProxyJump')}
}
