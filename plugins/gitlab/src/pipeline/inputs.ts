import {entries, items, type MapNode, type Node, type Place, plain, text} from './node.ts'
import {pipelineError} from './problem.ts'

/** One input of a file's header. */
export interface InputDefinition {
  readonly name: string
  readonly description: string
  readonly type: string
  readonly fallback: Node | undefined
  readonly options: readonly unknown[] | undefined
  readonly regex: string | undefined
  readonly place: Place
}

/** Inputs by name, as nodes: what they replace is told apart by where they were given. */
export type InputValues = ReadonlyMap<string, Node>

/** The inputs a header declares, in its order. */
export function inputDefinitions(spec: Node | undefined): readonly InputDefinition[] {
  const declared = entries(spec).get('inputs')
  return [...entries(declared)].map(([name, definition]) => {
    const keys = entries(definition)
    const options = keys.get('options')
    return {
      name,
      description: text(keys.get('description')) ?? '',
      type: text(keys.get('type')) ?? 'string',
      fallback: keys.get('default'),
      options: options && items(options).map(plain),
      regex: text(keys.get('regex')),
      place: definition.place,
    }
  })
}

/**
 * The value of every declared input: the given one where there is one, else its default.
 * @throws HiveError for an input nobody declared, one without a value, and one that breaks its own declaration. GitLab
 *   refuses the same; `caller` is where the inputs are given.
 */
export function inputValues(spec: Node | undefined, given: InputValues, caller: Place): InputValues {
  const definitions = inputDefinitions(spec)
  for (const [name, value] of given) {
    if (definitions.some(definition => definition.name === name)) continue
    const known = definitions.map(definition => definition.name).join(', ') || 'none'
    throw pipelineError(value.place, `There is no input ${name}; the included file knows: ${known}.`)
  }
  return new Map(definitions.map(definition => [definition.name, inputValue(definition, given, caller)]))
}

function inputValue(definition: InputDefinition, given: InputValues, caller: Place): Node {
  const value = given.get(definition.name) ?? definition.fallback
  if (value === undefined) throw pipelineError(caller, `The input ${definition.name} has no default and no value.`)
  const problem = placeholder.test(String(plain(value))) ? undefined : problemOf(definition, value)
  if (problem !== undefined) throw pipelineError(value.place, `The input ${definition.name} ${problem}.`)
  return value
}

/** Left in place when a template is bundled with its inputs open. */
const placeholder = /\$\[\[ inputs\./

function problemOf({type, options, regex}: InputDefinition, node: Node): string | undefined {
  const value = plain(node)
  const found = Array.isArray(value) ? 'array' : typeof value
  if (found !== type) return `is ${JSON.stringify(value)}, which is of type ${found}; it must be of type ${type}`
  if (options && ![value].flat().every(item => options.includes(item))) {
    return `is ${JSON.stringify(value)}; it must be one of ${options.join(', ')}`
  }
  if (regex !== undefined && !new RegExp(regex).test(String(value)))
    return `is ${JSON.stringify(value)}; it must match ${regex}`
  return undefined
}

/** Puts the inputs in wherever `$[[ inputs.NAME ]]` stands, in keys and values; a whole value keeps the input's type. */
export function interpolate(node: MapNode, values: InputValues): MapNode {
  const fill = (part: Node): Node => {
    if (part.kind === 'list') return {...part, items: part.items.map(fill)}
    if (part.kind === 'reference') return {...part, path: part.path.map(key => fillText(key, values, part.place))}
    if (part.kind === 'map') return fillMap(part)
    return typeof part.value === 'string' ? fillScalar(part.value, values, part.place) : part
  }
  const fillMap = (part: MapNode): MapNode => ({
    ...part,
    entries: new Map([...part.entries].map(([key, value]) => [fillText(key, values, part.place), fill(value)])),
  })
  return fillMap(node)
}

const hole = /\$\[\[ *inputs\.([\w-]+) *\]\]/g

function fillScalar(value: string, values: InputValues, place: Place): Node {
  const whole = /^\$\[\[ *inputs\.([\w-]+) *\]\]$/.exec(value)
  if (whole?.[1] !== undefined) return valueNamed(whole[1], values, place)
  return {kind: 'scalar', value: fillText(value, values, place), place}
}

function fillText(value: string, values: InputValues, place: Place): string {
  return value.replace(hole, (_, name: string) => {
    const found = plain(valueNamed(name, values, place))
    return typeof found === 'object' ? JSON.stringify(found) : String(found)
  })
}

function valueNamed(name: string, values: InputValues, place: Place): Node {
  const value = values.get(name)
  if (value === undefined) throw pipelineError(place, `There is no input ${name} in the header of this file.`)
  return value
}
