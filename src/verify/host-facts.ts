import type {RoleCheck} from '../role.ts'
import {raw, type Shell, sh} from '../shell/sh.ts'
import type {Host} from '../site/site.ts'
import type {Check} from './check.ts'
import type {CommandProbe, FileProbe} from './project-file.ts'

/** Bytes of a command's output that are looked at. */
const mostOutput = 65_536

/** Everything the checks want to know of a host, for one exec: the sockets it listens on, commands, files and what roles look at. */
export function hostFacts(host: Host, checks: readonly Check[]): Readonly<Record<string, Shell>> {
  const own = checks.flatMap(check => {
    const {probe} = check
    if (probe.kind === 'command' && probe.host === host) return [[factName(check), commandFact(probe.wish)] as const]
    if (probe.kind === 'role' && probe.host === host) return [[lookName(probe.check), probe.check.look] as const]
    return probe.kind === 'file' && probe.host === host ? [[factName(check), fileFact(probe.wish)] as const] : []
  })
  return {sockets: raw('cat /proc/net/tcp /proc/net/tcp6 2>/dev/null'), ...Object.fromEntries(own)}
}

/** Seconds the whole program may take. */
export function hostSeconds(host: Host, checks: readonly Check[]): number {
  const seconds = checks.map(({probe}) => {
    if (probe.kind === 'command' && probe.host === host) return probe.wish.timeout + 5
    return (probe.kind === 'file' || probe.kind === 'role') && probe.host === host ? 5 : 0
  })
  return seconds.reduce((sum, value) => sum + value, 60)
}

export function factName({group, title}: Check): string {
  return `${group} ${title}`
}

/** Equal looks have one name, so that a host is asked once for all checks of a role that need the same. */
export function lookName({look}: RoleCheck): string {
  return `look ${look.text}`
}

export interface CommandAnswer {
  readonly status: number
  readonly output: string
}

/** What {@link hostFacts} answers for a command; the status of one that took too long is 124, as timeout(1) says. */
export function commandAnswer(fact: string): CommandAnswer {
  const [status = '', ...output] = fact.split('\n')
  return {status: Number(status), output: output.join('\n')}
}

export interface FileAnswer {
  readonly mode: string
  readonly owner: string
  readonly hasText: boolean
}

/** What {@link hostFacts} answers for a file; undefined when there is none. */
export function fileAnswer(fact: string): FileAnswer | undefined {
  const [mode, owner, hasText] = fact.split(' ')
  return mode && owner ? {mode, owner, hasText: hasText === 'yes'} : undefined
}

const listening = '0A'
const loopbacks = ['0100007F', '00000000000000000000000001000000', '0000000000000000FFFF00000100007F']

/** Ports of TCP sockets that listen on more than the loopback, from /proc/net/tcp and tcp6 (proc(5)), sorted. */
export function listeningPorts(sockets: string): readonly number[] {
  const ports = sockets.split('\n').flatMap(line => {
    const [, local = '', , state] = line.trim().split(/\s+/)
    const [address = '', port = ''] = local.split(':')
    return state === listening && !loopbacks.includes(address) ? [Number.parseInt(port, 16)] : []
  })
  return [...new Set(ports)].toSorted((one, other) => one - other)
}

function commandFact({run, timeout}: CommandProbe): Shell {
  return sh`output=$(timeout -k 5 ${timeout} sh -c ${run} 2>&1)
printf '%s\\n%s' "$?" "$output" | head -c ${mostOutput}`
}

function fileFact({path, contains}: FileProbe): Shell {
  const search = contains === undefined ? raw('true') : sh`grep -qF -e ${contains} -- ${path}`
  return sh`[ -e ${path} ] && printf '%s %s' "$(stat -L -c '%a %U' -- ${path})" "$(if ${search}; then echo yes; else echo no; fi)"`
}
