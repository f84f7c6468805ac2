import type {Change, ChangeAction} from '../change.ts'
import type {Site} from '../site/site.ts'
import {countsOf} from './counts.ts'
import type {PlannedPhase, PlannedStage} from './planned-phases.ts'

/** A note in GitLab may be longer, but nobody reads more. */
const mostCharacters = 60_000

/** A plan as Markdown for a merge request: all that came from elsewhere stands in code, so nothing in it is carried out. */
export function planMarkdown({name, stage}: Pick<Site, 'name' | 'stage'>, {phases, unseen}: PlannedStage): string {
  const {create, update, delete: removed} = countsOf(phases)
  const pending = phases.filter(({changes}) => changes.length > 0)
  const head = `### hive plan: stage \`${stage}\` of \`${name}\`\n\n`
  if (pending.length === 0) return `${head}No changes.\n`
  const counts = `**${create}** to create, **${update}** to update, **${removed}** to remove.\n\n`
  const rest = `Then \`${unseen.join('`, `')}\` for the first time: that cannot be looked at yet.\n\n`
  const sums = unseen.length > 0 ? counts + rest : counts
  const sections = pending.map(section)
  const whole = sections.join('\n')
  if (whole.length <= mostCharacters) return `${head}${sums}${whole}`
  const lines = pending.map(({phase, changes}) => `- ${phase}: ${countText(changes)}\n`)
  return `${head}${sums}The plan is too long to be shown here; the job's log and artifact have all of it.\n\n${lines.join('')}`
}

const marks: Readonly<Record<ChangeAction, string>> = {
  create: '+',
  run: '!',
  update: '!',
  start: '!',
  stop: '!',
  replace: '!',
  remove: '-',
}

function section({phase, changes}: PlannedPhase): string {
  const text = changes.map(describe).join('\n')
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `<details><summary>${phase}: ${countText(changes)}</summary>\n\n${fence}diff\n${text}\n${fence}\n\n</details>\n`
}

function countText(changes: readonly Change[]): string {
  return changes.length === 1 ? '1 change' : `${changes.length} changes`
}

function describe({id, action, host, details, diff, where}: Change): string {
  const place = [host && `on ${host}`, where && `(${where})`].filter(Boolean).join(' ')
  const lines = [...details, ...(diff?.trimEnd().split('\n') ?? [])]
  return [`${marks[action]} ${action} ${id} ${place}`.trimEnd(), ...lines.map(line => `    ${line}`)].join('\n')
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
}
