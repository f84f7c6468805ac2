import {HiveError} from '../error.ts'
import {readContextFile} from './context-file.ts'

/** Where a host of the stage's ssh_config is reached. */
export interface SshHost {
  readonly name: string
  readonly address: string
  readonly port: number
}

/** The hosts of an ssh_config as hive or the tool of a provider writes it, in its order. Throws `HiveError` CONTEXT_INVALID for none. */
export async function readSshHosts(file: string): Promise<readonly SshHost[]> {
  const text = (await readContextFile(file)) ?? ''
  const hosts = text
    .split(/^(?=Host\s)/m)
    .filter(block => block.startsWith('Host'))
    .map(sshHost)
  if (hosts.length > 0) return hosts
  const reason = text === '' ? `there is no file ${file}` : `${file} names no host`
  throw new HiveError('CONTEXT_INVALID', `The hosts of this stage are not known yet: ${reason}.`, {
    suggestions: ['Run "hive build-infra" first: it makes the hosts and writes how to reach them.'],
  })
}

function sshHost(block: string): SshHost {
  const value = (key: string) => new RegExp(`^\\s*${key}\\s+"?([^"\\s]+)`, 'mi').exec(block)?.[1]
  const name = value('Host') ?? ''
  return {name, address: value('HostName') ?? name, port: Number(value('Port') ?? 22)}
}
