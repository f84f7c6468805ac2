import {at, items, type MapNode, type Node, text} from './node.ts'
import {pipelineError} from './problem.ts'

/** The condition of an include that depends on an input, as the one comparison it must be; undefined for any other. */
export function openCondition(rules: Node | undefined): Node | undefined {
  const [rule, ...others] = items(rules)
  const condition = at(rule, 'if')
  if (condition === undefined || !text(condition)?.includes('$[[ inputs.')) return undefined
  if (others.length === 0 && /^"[^"]*" [=!]= "[^"]*"$/.test(text(condition) ?? '')) return condition
  throw pipelineError(condition.place, 'Only a single comparison with == or != can be left open.')
}

/** The same jobs, each only there when the condition holds. */
export function onlyWhen(condition: Node, root: MapNode): MapNode {
  const {place} = condition
  const negated = (text(condition) ?? '').replace(/ ([=!])= /, (_, sign) => (sign === '=' ? ' != ' : ' == '))
  const never: Node = {
    kind: 'map',
    place,
    entries: new Map([
      ['if', {kind: 'scalar', value: negated, place}],
      ['when', {kind: 'scalar', value: 'never', place}],
    ]),
  }
  const guarded = [...root.entries].map(([name, job]) => [name, guardedJob(never, job)] as const)
  return {...root, entries: new Map(guarded)}
}

function guardedJob(never: Node, job: Node): Node {
  if (job.kind !== 'map') return job
  const rules: Node = {kind: 'list', items: [never, ...items(job.entries.get('rules'))], place: never.place}
  return {...job, entries: new Map([...job.entries, ['rules', rules]])}
}
