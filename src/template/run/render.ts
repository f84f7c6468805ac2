import type {Body, ForNode, Statement} from '../syntax/node.ts'
import {elementsOf} from '../value/iterate.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import {assign} from './assign.ts'
import {argumentsOf, call, evaluateExpression} from './expression.ts'
import {LoopVariable} from './loop-variable.ts'
import {Macro} from './macro.ts'
import {finalize, joinOutput} from './output.ts'
import {pathOf} from './path.ts'
import type {Scope} from './scope.ts'

/** Runs a body in a scope of its own and joins what it puts out into one value. */
export function render(body: Body, scope: Scope): Value {
  const output: Value[] = []
  execute(body.statements, scope, output)
  return joinOutput(output, scope.converts)
}

function execute(statements: readonly Statement[], scope: Scope, output: Value[]): void {
  for (const statement of statements) executeOne(statement, scope, output)
}

function executeOne(node: Statement, scope: Scope, output: Value[]): void {
  switch (node.type) {
    case 'output':
      for (const part of node.parts) {
        output.push(typeof part === 'string' ? part : finalize(evaluateExpression(part, scope)))
      }
      return
    case 'if':
      return executeIf(node, scope, output)
    case 'for':
      return new Loop(node, scope, output).run(evaluateExpression(node.iterable, scope), 0)
    case 'set':
      return assign(node.target, evaluateExpression(node.value, scope), scope)
    case 'set-block':
      return executeSetBlock(node, scope)
    case 'with':
      return executeWith(node, scope, output)
    case 'macro':
      return scope.assign(node.macro.name, macroOf(node.macro, scope))
    case 'call':
      return executeCall(node, scope, output)
    case 'filter-block': {
      const text = render(node.body, scope.child(node.body.reads))
      output.push(finalize(evaluateExpression(node.filter, scope, text)))
      return
    }
    case 'block':
      return execute(node.body.statements, scope.child(node.body.reads), output)
  }
}

type Of<Type extends Statement['type']> = Extract<Statement, {type: Type}>

function executeIf(node: Of<'if'>, scope: Scope, output: Value[]): void {
  const branch = node.branches.find(({test}) => isTrue(evaluateExpression(test, scope)))
  execute(branch ? branch.body : node.otherwise, scope, output)
}

function executeSetBlock(node: Of<'set-block'>, scope: Scope): void {
  const text = render(node.body, scope.child(node.body.reads))
  assign(node.target, node.filter ? evaluateExpression(node.filter, scope, text) : text, scope)
}

function executeWith(node: Of<'with'>, scope: Scope, output: Value[]): void {
  const inner = scope.child(node.body.reads)
  const values = node.targets.map(([target, value]) => [target, evaluateExpression(value, scope)] as const)
  for (const [target, value] of values) assign(target, value, inner)
  execute(node.body.statements, inner, output)
}

function executeCall(node: Of<'call'>, scope: Scope, output: Value[]): void {
  if (node.call.type !== 'call') return
  const go = (child: Parameters<typeof evaluateExpression>[0]) => evaluateExpression(child, scope)
  const args = argumentsOf(node.call.args, go)
  const named = new Map([...args.named, ['caller', macroOf(node.caller, scope)] as const])
  output.push(finalize(call(go(node.call.callee), {...args, named}, pathOf(node.call.callee))))
}

function macroOf(node: Of<'macro'>['macro'], scope: Scope): Macro {
  return new Macro(node, scope, render)
}

/** One `{% for %}`; a recursive one is run again for each level. */
class Loop {
  readonly #node: ForNode
  readonly #scope: Scope
  readonly #output: Value[]

  constructor(node: ForNode, scope: Scope, output: Value[]) {
    this.#node = node
    this.#scope = scope
    this.#output = output
  }

  run(iterable: Value, depth: number): void {
    const items = this.#accepted(elementsOf(iterable))
    const recurse = this.#node.isRecursive ? (inner: Value) => this.#runNested(inner, depth + 1) : undefined
    const variable = new LoopVariable(items, depth, recurse)
    for (const item of items) {
      variable.advance()
      const scope = this.#scope.child(this.#node.body.reads)
      scope.assign('loop', variable)
      assign(this.#node.target, item, scope)
      execute(this.#node.body.statements, scope, this.#output)
    }
    if (items.length === 0) {
      execute(this.#node.otherwise.statements, this.#scope.child(this.#node.otherwise.reads), this.#output)
    }
  }

  #runNested(iterable: Value, depth: number): Value {
    const output: Value[] = []
    new Loop(this.#node, this.#scope, output).run(iterable, depth)
    return joinOutput(output, this.#scope.converts)
  }

  #accepted(items: readonly Value[]): readonly Value[] {
    const {condition, target} = this.#node
    if (!condition) return [...items]
    return items.filter(item => {
      const scope = this.#scope.child(new Set())
      assign(target, item, scope)
      return isTrue(evaluateExpression(condition, scope))
    })
  }
}
