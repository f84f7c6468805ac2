import type {Change} from '../change.ts'
import type {PlannedPhase, PlannedStage} from './planned-phases.ts'

type Digests = Readonly<Record<string, string>>

/** What differs between the files a plan was made from and those that are there, one line each. */
export function movedFiles(planned: Digests, present: Digests): readonly string[] {
  const names = [...new Set([...Object.keys(planned), ...Object.keys(present)])].toSorted()
  return names.flatMap(name => {
    if (planned[name] === present[name]) return []
    if (planned[name] === undefined) return [`${name} is new`]
    return present[name] === undefined ? [`${name} is gone`] : [`${name} was changed`]
  })
}

/** What differs between two looks at the same stage, one line each. */
export function movedState(planned: PlannedStage, present: PlannedStage): readonly string[] {
  const names = [...new Set([...planned.phases, ...present.phases].map(({phase}) => phase))]
  const lines = names.flatMap(name => {
    const before = planned.phases.find(({phase}) => phase === name)
    const after = present.phases.find(({phase}) => phase === name)
    if (!before) return [`${name} can be looked at now; it could not be when the plan was made`]
    if (!after) return [`${name} can no longer be looked at`]
    return movedPhase(before, after).map(line => `${name}: ${line}`)
  })
  return lines.length > 0 ? lines : movedRecord(planned, present)
}

/** The same phases were looked at and found the same: what is remembered of those behind them differs. */
function movedRecord(planned: PlannedStage, present: PlannedStage): readonly string[] {
  if (planned.unseen.length === present.unseen.length) return []
  if (present.unseen.length > 0) return [`none of ${present.unseen.join(', ')} is completed any more`]
  return [`one of ${planned.unseen.join(', ')} was completed in the meantime`]
}

function movedPhase(before: PlannedPhase, after: PlannedPhase): readonly string[] {
  const [planned, present] = [texts(before), texts(after)]
  const changes = [
    ...[...present].filter(([key]) => !planned.has(key)).map(([key]) => `${key} was not planned`),
    ...[...planned].filter(([key]) => !present.has(key)).map(([key]) => `${key} is no longer needed`),
    ...[...present].flatMap(([key, text]) =>
      planned.has(key) && planned.get(key) !== text ? [`${key} would do something else`] : [],
    ),
  ]
  const outcomes = new Map(before.targets.map(({target, outcome}) => [target, outcome]))
  const targets = after.targets.filter(({target, outcome}) => outcomes.get(target) !== outcome)
  if (changes.length > 0) return changes
  return targets.map(({target, outcome}) => `${target} is ${outcome}, was ${outcomes.get(target) ?? 'not there'}`)
}

function texts({changes}: PlannedPhase): ReadonlyMap<string, string> {
  return new Map(
    changes.map((change: Change) => {
      const {id, action, host, details, diff} = change
      return [`${action} ${id}${host === undefined ? '' : ` on ${host}`}`, JSON.stringify([details, diff])]
    }),
  )
}
