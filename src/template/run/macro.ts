import {fail} from '../failure.ts'
import type {Body, MacroNode} from '../syntax/node.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {Tuple} from '../value/tuple.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'
import {evaluateExpression} from './expression.ts'
import type {Scope} from './scope.ts'

/** A macro, or the body of a `{% call %}` as `caller`. */
export class Macro extends Instance {
  readonly typeName = 'Macro'
  readonly #node: MacroNode
  readonly #scope: Scope
  readonly #render: (body: Body, scope: Scope) => Value

  constructor(node: MacroNode, scope: Scope, render: (body: Body, scope: Scope) => Value) {
    super()
    this.#node = node
    this.#scope = scope
    this.#render = render
  }

  override attribute(name: string): Value | undefined {
    if (name === 'name') return this.#node.name
    return name === 'arguments' ? new Tuple(this.#node.parameters.map(parameter => parameter.name)) : undefined
  }

  override call(args: CallArguments): Value {
    const scope = this.#scope.child(this.#node.body.reads)
    const named = this.#bind(args, scope)
    this.#passCaller(named, scope)
    this.#passSurplus(args.positional.slice(this.#node.parameters.length), named, scope)
    return this.#render(this.#node.body, scope)
  }

  override isCallable(): boolean {
    return true
  }

  override repr(): string {
    return `<Macro '${this.#node.name}'>`
  }

  /** Binds the parameters and returns the named arguments that no parameter took. */
  #bind(args: CallArguments, scope: Scope): Map<string, Value> {
    const named = new Map(args.named)
    for (const [index, {name, fallback}] of this.#node.parameters.entries()) {
      const value = args.positional[index] ?? named.get(name)
      if (index >= args.positional.length) named.delete(name)
      if (value !== undefined) scope.assign(name, value)
      else if (fallback) scope.assign(name, evaluateExpression(fallback, scope))
      else scope.assign(name, new Undefined(name, `parameter '${name}' was not provided`))
    }
    return named
  }

  #passCaller(named: Map<string, Value>, scope: Scope): void {
    const caller = named.get('caller')
    if (!this.#node.body.reads.has('caller')) return
    named.delete('caller')
    scope.assign('caller', caller ?? new Undefined('caller', 'No caller defined'))
  }

  #passSurplus(positional: readonly Value[], named: ReadonlyMap<string, Value>, scope: Scope): void {
    const {name, body, parameters} = this.#node
    const [surplus] = named.keys()
    if (body.reads.has('kwargs')) scope.assign('kwargs', new Dict(named))
    else if (surplus !== undefined) fail(`macro '${name}' takes no argument named '${surplus}'`)
    if (body.reads.has('varargs')) scope.assign('varargs', new Tuple(positional))
    else if (positional.length > 0) fail(`macro '${name}' takes at most ${parameters.length} arguments`)
  }
}
