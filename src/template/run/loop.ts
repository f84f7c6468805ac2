import type {ForNode, Statement} from '../syntax/node.ts'
import {elementsOf} from '../value/iterate.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import {assign} from './assign.ts'
import {evaluateExpression} from './expression.ts'
import {LoopVariable} from './loop-variable.ts'
import {joinOutput} from './output.ts'
import type {Scope} from './scope.ts'

export interface LoopRequest {
  readonly node: ForNode
  readonly scope: Scope
  readonly output: Value[]
  readonly execute: (statements: readonly Statement[], scope: Scope, output: Value[]) => void
}

/** One `{% for %}`; a recursive one is run again for each level. */
export class Loop {
  readonly #request: LoopRequest

  constructor(request: LoopRequest) {
    this.#request = request
  }

  run(iterable: Value, depth: number): void {
    const {node, scope, output, execute} = this.#request
    const items = this.#accepted(elementsOf(iterable))
    const recurse = node.isRecursive ? (inner: Value) => this.#runNested(inner, depth + 1) : undefined
    const variable = new LoopVariable(items, depth, recurse)
    for (const item of items) {
      variable.advance()
      const inner = scope.child(node.body.reads)
      inner.assign('loop', variable)
      assign(node.target, item, inner)
      execute(node.body.statements, inner, output)
    }
    if (items.length === 0) execute(node.otherwise.statements, scope.child(node.otherwise.reads), output)
  }

  #runNested(iterable: Value, depth: number): Value {
    const output: Value[] = []
    new Loop({...this.#request, output}).run(iterable, depth)
    return joinOutput(output, this.#request.scope.converts)
  }

  #accepted(items: readonly Value[]): readonly Value[] {
    const {node, scope} = this.#request
    const {condition, target} = node
    if (!condition) return [...items]
    return items.filter(item => {
      const inner = scope.child(new Set())
      assign(target, item, inner)
      return isTrue(evaluateExpression(condition, inner))
    })
  }
}
