import type {Value} from '../value/value.ts'

/** An expression as written. */
export type Expression =
  | {readonly type: 'constant'; readonly value: Value}
  | {readonly type: 'name'; readonly name: string}
  | {readonly type: 'list' | 'tuple'; readonly items: readonly Expression[]}
  | {readonly type: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[]}
  | {readonly type: 'attribute'; readonly of: Expression; readonly name: string}
  | {readonly type: 'item'; readonly of: Expression; readonly key: Expression}
  | {readonly type: 'slice'; readonly start?: Expression; readonly stop?: Expression; readonly step?: Expression}
  | {readonly type: 'call'; readonly callee: Expression; readonly args: ArgumentList}
  | FilterNode
  | TestNode
  | {readonly type: 'not' | 'negative' | 'positive'; readonly operand: Expression}
  | {readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression}
  | {readonly type: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression}
  | {readonly type: 'concat'; readonly parts: readonly Expression[]}
  | {readonly type: 'compare'; readonly first: Expression; readonly rest: readonly Comparison[]}
  | ConditionalNode

export interface FilterNode {
  readonly type: 'filter'
  /** Left out in `{% filter %}` and `{% set %}` blocks, where the block's text is the input. */
  readonly input?: Expression
  readonly name: string
  readonly args: ArgumentList
}

export interface TestNode {
  readonly type: 'test'
  readonly input: Expression
  readonly name: string
  readonly args: ArgumentList
}

export interface ConditionalNode {
  readonly type: 'conditional'
  readonly test: Expression
  readonly whenTrue: Expression
  readonly whenFalse?: Expression
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**'
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'

export interface Comparison {
  readonly operator: ComparisonOperator
  readonly operand: Expression
}

export interface ArgumentList {
  readonly positional: readonly Expression[]
  readonly named: readonly (readonly [string, Expression])[]
  /** `*list` */
  readonly spread?: Expression
  /** `**mapping` */
  readonly namedSpread?: Expression
}

/** What an assignment writes to. */
export type Target =
  | {readonly type: 'name'; readonly name: string}
  | {readonly type: 'tuple'; readonly items: readonly Target[]}
  | {readonly type: 'member'; readonly namespace: string; readonly name: string}

/** A run of statements with the names it reads itself, not through the blocks inside it that have their own scope. */
export interface Body {
  readonly statements: readonly Statement[]
  readonly reads: ReadonlySet<string>
}

export type Statement =
  | {readonly type: 'output'; readonly parts: readonly (string | Expression)[]}
  | {readonly type: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly Statement[]}
  | ForNode
  | {readonly type: 'set'; readonly target: Target; readonly value: Expression}
  | {readonly type: 'set-block'; readonly target: Target; readonly filter?: FilterNode; readonly body: Body}
  | {readonly type: 'with'; readonly targets: readonly (readonly [Target, Expression])[]; readonly body: Body}
  | {readonly type: 'macro'; readonly macro: MacroNode}
  | {readonly type: 'call'; readonly call: Expression; readonly caller: MacroNode}
  | {readonly type: 'filter-block'; readonly filter: FilterNode; readonly body: Body}
  | {readonly type: 'block'; readonly body: Body}

export interface Branch {
  readonly test: Expression
  readonly body: readonly Statement[]
}

export interface ForNode {
  readonly type: 'for'
  readonly target: Target
  readonly iterable: Expression
  readonly condition?: Expression
  readonly isRecursive: boolean
  readonly body: Body
  readonly otherwise: Body
}

export interface MacroNode {
  readonly name: string
  readonly parameters: readonly {readonly name: string; readonly fallback?: Expression}[]
  readonly body: Body
}
