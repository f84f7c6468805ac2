import type {Expression} from '../syntax/node.ts'
import {repr} from '../value/text.ts'

/** How an expression is written, as far as a message needs it to name what is missing. */
export function pathOf(expression: Expression): string {
  if (expression.type === 'name') return expression.name
  if (expression.type === 'attribute') return `${pathOf(expression.of)}.${expression.name}`
  if (expression.type === 'item') return `${pathOf(expression.of)}[${keyText(expression.key)}]`
  if (expression.type === 'call') return `${pathOf(expression.callee)}()`
  if (expression.type === 'filter') return expression.input ? `${pathOf(expression.input)} | ${expression.name}` : '…'
  return expression.type === 'constant' ? repr(expression.value) : '…'
}

function keyText(key: Expression): string {
  return key.type === 'constant' ? repr(key.value) : pathOf(key)
}
