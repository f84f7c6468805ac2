import {HiveError, reasonOf} from '../error.ts'
import {fingerprint} from './host-key.ts'
import type {SshTarget} from './ssh-target.ts'

/** What the ssh library and the socket say about a failure, as far as they say it. */
interface Details {
  readonly level?: unknown
  readonly code?: unknown
}

/** The sentence for a host that could not be reached or got lost. */
export function unreachable(target: SshTarget, cause: unknown): HiveError {
  const [what, suggestion] = explain(target, cause)
  return new HiveError('HOST_UNREACHABLE', `Host ${place(target)} ${what}.`, {cause, suggestions: [suggestion]})
}

/** The sentence for a host that shows another key than the pinned ones. */
export function wrongHostKey(target: SshTarget, offered: string): HiveError {
  const expected = target.hostKeys.map(fingerprint).join(' or ')
  return new HiveError(
    'HOST_UNREACHABLE',
    `Host ${place(target)} offered the host key ${fingerprint(offered)}, expected was ${expected}. Nothing was sent to it.`,
    {
      suggestions: [
        'When the machine was made anew on purpose, run `hive build-infra` to learn its keys; else somebody may be in between.',
      ],
    },
  )
}

function place({name, address, port}: SshTarget): string {
  return `${name} (${address}, port ${port})`
}

function explain(target: SshTarget, cause: unknown): readonly [string, string] {
  const {level, code}: Details = typeof cause === 'object' && cause !== null ? cause : {}
  const later = `When ${target.name} is up again, run the same command to continue.`
  if (level === 'client-authentication') {
    return [
      `refused ssh as ${target.user}: it did not accept the key`,
      `Is the key of this stage in ~${target.user}/.ssh/authorized_keys there?`,
    ]
  }
  if (level === 'client-timeout') return [timeoutWords(target, cause), later]
  if (level === 'client-dns' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return ['has an address that cannot be resolved', 'Is the name in DNS or /etc/hosts here?']
  }
  if (code === 'ECONNREFUSED') return ['refused the connection', 'Does sshd run there, and on this port?']
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return ['cannot be routed to', 'Is the machine up, and this network connected to it?']
  if (code === 'ETIMEDOUT') return ['did not answer', 'Is the machine up, and does a firewall let ssh through?']
  if (code === 'ECONNRESET' || code === 'EPIPE') return ['dropped the connection', later]
  return [`cannot be used over ssh: ${reasonOf(cause)}`, later]
}

function timeoutWords(target: SshTarget, cause: unknown): string {
  if (reasonOf(cause).startsWith('Keepalive')) return 'stopped answering'
  return `did not answer as an ssh server within ${target.connectTimeout ?? defaultConnectTimeout} seconds`
}

/** Seconds until a host has to have let us in. */
export const defaultConnectTimeout = 20
