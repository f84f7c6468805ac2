import type {Body, Statement} from '../syntax/node.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import {assign} from './assign.ts'
import {argumentsOf, call, evaluateExpression} from './expression.ts'
import {Loop} from './loop.ts'
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
      executeOutput(node, scope, output)
      break
    case 'if':
      executeIf(node, scope, output)
      break
    case 'for':
      new Loop({node, scope, output, execute}).run(evaluateExpression(node.iterable, scope), 0)
      break
    case 'set':
      assign(node.target, evaluateExpression(node.value, scope), scope)
      break
    case 'set-block':
      executeSetBlock(node, scope)
      break
    case 'with':
      executeWith(node, scope, output)
      break
    case 'macro':
      scope.assign(node.macro.name, macroOf(node.macro, scope))
      break
    case 'call':
      executeCall(node, scope, output)
      break
    case 'filter-block':
      output.push(finalize(evaluateExpression(node.filter, scope, renderInside(node.body, scope))))
      break
    case 'block':
      execute(node.body.statements, scope.child(node.body.reads), output)
      break
  }
}

type Of<Type extends Statement['type']> = Extract<Statement, {type: Type}>

function executeOutput(node: Of<'output'>, scope: Scope, output: Value[]): void {
  for (const part of node.parts) {
    output.push(typeof part === 'string' ? part : finalize(evaluateExpression(part, scope)))
  }
}

function executeIf(node: Of<'if'>, scope: Scope, output: Value[]): void {
  const branch = node.branches.find(({test}) => isTrue(evaluateExpression(test, scope)))
  execute(branch ? branch.body : node.otherwise, scope, output)
}

function executeSetBlock(node: Of<'set-block'>, scope: Scope): void {
  const text = renderInside(node.body, scope)
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

function renderInside(body: Body, scope: Scope): Value {
  return render(body, scope.child(body.reads))
}
