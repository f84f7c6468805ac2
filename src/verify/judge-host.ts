import type {Finding, RoleCheck} from '../role.ts'
import type {Host} from '../site/site.ts'
import type {Check} from './check.ts'
import {commandAnswer, factName, fileAnswer, lookName} from './host-facts.ts'
import type {CommandProbe, FileProbe} from './project-file.ts'
import type {Seen} from './seen.ts'

const linesShown = 10

/** What a role says of what it looked at. */
export function roleFinding(seen: Seen, {host, check}: {readonly host: Host; readonly check: RoleCheck}): Finding {
  const answers = seen.answers.get(host.name)
  if (!answers || 'problem' in answers) return {problem: answers?.problem ?? `Host ${host.name} was not asked.`}
  return check.judge(answers.found[lookName(check)] ?? '')
}

interface HostProbe<Wish> {
  readonly host: Host
  readonly wish: Wish
}

export function commandProblem(seen: Seen, check: Check, {host, wish}: HostProbe<CommandProbe>): string | undefined {
  const answers = seen.answers.get(host.name)
  if (!answers || 'problem' in answers) return answers?.problem ?? `Host ${host.name} was not asked.`
  const {status, output} = commandAnswer(answers.found[factName(check)] ?? '')
  const last = output.split('\n').slice(-linesShown).join('\n')
  if (status === 124 && wish.status !== 124)
    return `${host.name}: the command did not end within ${wish.timeout} seconds.`
  if (status !== wish.status) return `${host.name}: exit status ${status} instead of ${wish.status}.\n${last}`.trimEnd()
  const {contains} = wish
  if (contains === undefined || output.includes(contains)) return undefined
  return `${host.name}: the output does not contain ${JSON.stringify(contains)}.\n${last}`.trimEnd()
}

export function fileProblem(seen: Seen, check: Check, {host, wish}: HostProbe<FileProbe>): string | undefined {
  const answers = seen.answers.get(host.name)
  if (!answers || 'problem' in answers) return answers?.problem ?? `Host ${host.name} was not asked.`
  const file = fileAnswer(answers.found[factName(check)] ?? '')
  const is = `${host.name}: ${wish.path}`
  if (!wish.exists) return file && `${is} is there.`
  if (!file) return `${is} is not there.`
  if (wish.mode !== undefined && Number.parseInt(file.mode, 8) !== Number.parseInt(wish.mode, 8))
    return `${is} has mode ${file.mode} instead of ${wish.mode}.`
  if (wish.owner !== undefined && file.owner !== wish.owner)
    return `${is} belongs to ${file.owner} instead of ${wish.owner}.`
  return file.hasText ? undefined : `${is} does not contain ${JSON.stringify(wish.contains)}.`
}
