import {evaluate, type Variables} from './expression.ts'
import {entries, items, type Node, text} from './node.ts'
import {pipelineError} from './problem.ts'

/**
 * The first rule that holds, or undefined for none. Which files changed and which exist is not known here: conditions on
 * them count as true.
 */
export function matchingRule(rules: Node | undefined, variables: Variables): Node | undefined {
  return items(rules).find(rule => holds(rule, variables))
}

function holds(rule: Node, variables: Variables): boolean {
  const condition = entries(rule).get('if')
  if (condition === undefined) return true
  try {
    return evaluate(text(condition) ?? '', variables)
  } catch (error) {
    throw pipelineError(condition.place, error instanceof Error ? error.message : String(error))
  }
}
