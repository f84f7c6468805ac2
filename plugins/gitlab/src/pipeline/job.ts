import {withDefaults} from './defaults.ts'
import type {Variables} from './expression.ts'
import {mergeMaps} from './merge.ts'
import {at, entries, items, type MapNode, type Node, type Place, plain, text} from './node.ts'
import {matchingRule} from './rules.ts'

/** A job as a pipeline of one kind has it: its rules are decided. */
export interface Job {
  readonly name: string
  readonly place: Place
  readonly stage: string
  readonly when: string
  readonly allowFailure: boolean
  readonly needs: readonly string[] | undefined
  readonly environment: Environment | undefined
  /** With what holds for it by `default`, by variables of the file, and by its rule. */
  readonly node: MapNode
}

interface Environment {
  readonly name: string
  readonly action: string
  readonly tier: string
  readonly node: Node
}

const keywords = new Set([
  'default',
  'include',
  'stages',
  'variables',
  'workflow',
  'image',
  'services',
  'cache',
  'before_script',
  'after_script',
  'spec',
])

/** Every job the file defines, hidden ones left out, whether a pipeline has it or not. */
export function definedJobs(root: MapNode): readonly (readonly [name: string, node: MapNode])[] {
  return [...root.entries].flatMap(([name, node]) =>
    node.kind === 'map' && !name.startsWith('.') && !keywords.has(name) ? [[name, node] as const] : [],
  )
}

/** The jobs a pipeline with these variables has; none when its workflow does not let it start. */
export function jobsOf(root: MapNode, variables: Variables): readonly Job[] {
  const workflow = at(root, 'workflow', 'rules')
  if (workflow && isNever(matchingRule(workflow, variables))) return []
  return definedJobs(root).flatMap(([name, node]) => {
    const rules = node.entries.get('rules')
    const rule = rules && matchingRule(rules, variables)
    return rules && isNever(rule) ? [] : [jobOf(name, withRule(withDefaults(root, node), rule), rule)]
  })
}

/** The order of the stages, GitLab's own first and last ones included. */
export function stagesOf(root: MapNode): readonly string[] {
  const named = items(at(root, 'stages')).map(stage => text(stage) ?? '')
  return ['.pre', ...(named.length > 0 ? named : ['build', 'test', 'deploy']), '.post']
}

function isNever(rule: Node | undefined): boolean {
  return rule === undefined || text(at(rule, 'when')) === 'never'
}

function withRule(job: MapNode, rule: Node | undefined): MapNode {
  const variables = at(rule, 'variables')
  const own = at(job, 'variables')
  if (variables?.kind !== 'map') return job
  const merged = own?.kind === 'map' ? mergeMaps(own, variables) : variables
  return {...job, entries: new Map([...job.entries, ['variables', merged]])}
}

function jobOf(name: string, node: MapNode, rule: Node | undefined): Job {
  const when = text(at(rule, 'when')) ?? text(at(node, 'when')) ?? 'on_success'
  const allowed = at(rule, 'allow_failure') ?? at(node, 'allow_failure')
  const needs = at(rule, 'needs') ?? at(node, 'needs')
  return {
    name,
    place: node.place,
    stage: text(at(node, 'stage')) ?? 'test',
    when,
    allowFailure: allowed ? plain(allowed) !== false : when === 'manual' && rule === undefined,
    needs: needs && items(needs).map(need => text(need) ?? text(at(need, 'job')) ?? ''),
    environment: environmentOf(at(node, 'environment')),
    node,
  }
}

function environmentOf(node: Node | undefined): Environment | undefined {
  if (node === undefined) return undefined
  const name = text(node) ?? text(at(node, 'name')) ?? ''
  return {
    name,
    action: text(at(node, 'action')) ?? 'start',
    tier: text(at(node, 'deployment_tier')) ?? tierOf(name),
    node: entries(node).get('name') ?? node,
  }
}

/** GitLab's guess from the name. */
function tierOf(name: string): string {
  const lower = name.toLowerCase()
  if (/prod|live/.test(lower)) return 'production'
  if (/stag|pre|demo|model/.test(lower)) return 'staging'
  return /test|qa|gstg|gprd/.test(lower) ? 'testing' : 'other'
}
