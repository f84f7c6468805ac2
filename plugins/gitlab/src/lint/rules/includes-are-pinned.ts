import type {Include} from '../../pipeline/include.ts'
import type {Rule} from '../rule.ts'

/** What is included from elsewhere changes only when its version is changed here. */
export const includesArePinned: Rule = {
  name: 'includes-are-pinned',
  check: ({includes}) =>
    includes.flatMap(include => {
      const problem = problemOf(include)
      return problem === undefined ? [] : [{place: include.node.place, message: `${include.address} ${problem}`}]
    }),
}

const moving = /^(main|master|develop|trunk|HEAD|~latest)$/

function problemOf({kind, address, ref, integrity}: Include): string | undefined {
  if (kind === 'remote' && integrity === undefined) return 'may change at any time. Give it integrity, its SHA-256.'
  if (kind === 'project' && ref === undefined)
    return 'is included as it is at any time. Give it a ref: a tag or a commit.'
  if (kind === 'project' && moving.test(ref ?? ''))
    return `is included from the branch ${ref}. Give a tag or a commit as ref.`
  const version = address.split('@')[1] ?? ''
  if (kind === 'component' && moving.test(version)) return `is included as ${version}. Give a version or a commit.`
  return undefined
}
