import {GitlabFailure} from '../api/failure.ts'
import {type Entry, type Item, listOf, type Write} from './item.ts'
import type {ListName, Settings} from './settings.ts'
import type {SetupPlan, SetupStep} from './step.ts'

/** What guards instead where a list is not offered (403 or 404). Other lists belong to every GitLab. */
const unavailable: Partial<Readonly<Record<ListName, string>>> = {
  protected_environments:
    'This GitLab does not offer protected environments (they need Premium): let only maintainers merge to the default ' +
    'branch, keep the variables of production protected, and give its jobs a protected runner.',
  'job_token_scope/groups_allowlist':
    'This GitLab lets no groups onto the list of the job token: name their projects instead.',
}

/** Looks at every list once and plans what differs. Throws {@link GitlabFailure}. */
export async function planItems(settings: Settings, items: readonly Item[]): Promise<SetupPlan> {
  const lists = [...new Set(items.map(({list}) => list))]
  const plans = await Promise.all(
    lists.map(list =>
      planList(
        settings,
        list,
        items.filter(item => item.list === list),
      ),
    ),
  )
  return {steps: plans.flatMap(({steps}) => steps), notices: plans.flatMap(({notices}) => notices)}
}

async function planList(settings: Settings, list: ListName, items: readonly Item[]): Promise<SetupPlan> {
  const entries = await entriesOf(settings, list)
  if (typeof entries === 'string') return {steps: [], notices: [entries]}
  const findings = items.map(item => findingOf(settings, entries, item)).filter(finding => finding !== undefined)
  return {
    steps: findings.filter(finding => typeof finding === 'object'),
    notices: findings.filter(finding => typeof finding === 'string'),
  }
}

async function entriesOf(settings: Settings, list: ListName): Promise<readonly Entry[] | string> {
  try {
    return listOf(await settings.list(list))
  } catch (error) {
    const sentence = unavailable[list]
    const isRefused = error instanceof GitlabFailure && (error.status === 403 || error.status === 404)
    if (isRefused && sentence !== undefined) return sentence
    throw error
  }
}

function findingOf(settings: Settings, entries: readonly Entry[], item: Item): SetupStep | string | undefined {
  const {id, wanted, create} = item
  const entry = entries.find(candidate => item.isIt(candidate))
  if (!entry) {
    const details = Object.entries(wanted).map(([name, value]) => `${name}: ${value}`)
    return typeof create !== 'object'
      ? create
      : {change: {id, action: 'create', details}, apply: () => write(settings, [create])}
  }
  const found = item.found(entry)
  const details = Object.entries(wanted)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name}: ${found[name] ?? 'none'} -> ${value}`)
  if (details.length === 0) return undefined
  const writes = item.change(entry)
  if (typeof writes === 'string') return writes
  const action = writes.some(({method}) => method === 'DELETE') ? 'replace' : 'update'
  return {change: {id, action, details}, apply: () => write(settings, writes)}
}

async function write(settings: Settings, writes: readonly Write[]): Promise<void> {
  for (const {method, path, body} of writes) await settings.write(method, path, body)
}
