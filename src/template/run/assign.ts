import {fail} from '../failure.ts'
import {Namespace} from '../globals/namespace.ts'
import type {Target} from '../syntax/node.ts'
import {elementsOf} from '../value/iterate.ts'
import type {Value} from '../value/value.ts'
import type {Scope} from './scope.ts'

/** Writes a value to a name, to several names, or to a member of a namespace. */
export function assign(target: Target, value: Value, scope: Scope): void {
  if (target.type === 'name') scope.assign(target.name, value)
  else if (target.type === 'tuple') assignEach(target.items, elementsOf(value), scope)
  else assignMember(target.namespace, target.name, value, scope)
}

function assignEach(targets: readonly Target[], values: readonly Value[], scope: Scope): void {
  if (targets.length !== values.length) {
    fail(`${values.length} values cannot be assigned to ${targets.length} names`)
  }
  for (const [index, target] of targets.entries()) {
    const value = values[index]
    if (value !== undefined) assign(target, value, scope)
  }
}

function assignMember(name: string, member: string, value: Value, scope: Scope): void {
  const namespace = scope.get(name)
  if (!(namespace instanceof Namespace)) fail(`'${name}' is not a namespace, its members cannot be assigned to`)
  namespace.assign(member, value)
}
