import {HiveError} from '../error.ts'
import type {InventoryEntry, RawVariables} from '../inventory/entry.ts'
import type {Inventory} from '../inventory/inventory.ts'
import {rawVariables} from '../inventory/precedence.ts'
import {LazyMapping, type TemplateContext} from '../template/context.ts'
import {ansibleVariables} from '../variables/exported.ts'
import type {Settings} from '../variables/settings.ts'
import {encrypted, holdsVault, ObjectVariables} from './object-variables.ts'

export interface ScopesRequest {
  readonly inventory: Inventory
  readonly settings: Settings
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The variables of every object of the inventory, made when they are asked for. */
export class Scopes {
  readonly #request: ScopesRequest
  readonly #entries: ReadonlyMap<string, InventoryEntry>
  readonly #variables = new Map<string, ObjectVariables>()
  readonly #groups: Readonly<Record<string, readonly string[]>>
  readonly #hostvars: LazyMapping

  constructor(request: ScopesRequest) {
    this.#request = request
    const {groups, entries} = request.inventory
    this.#entries = new Map(entries.toReversed().map(entry => [entry.name, entry]))
    const members = groups.names().map(name => [name, groups.members(name)] as const)
    this.#groups = {all: [...new Set(entries.map(({name}) => name))], ungrouped: [], ...Object.fromEntries(members)}
    this.#hostvars = new LazyMapping(
      name => (this.#entries.has(name) ? {found: true, value: this.#asMapping(name)} : {found: false}),
      () => [...this.#entries.keys()],
    )
  }

  /** The variables an object sees. */
  of(entry: InventoryEntry): ObjectVariables {
    const known = this.#variables.get(entry.name)
    if (known) return known
    const raw = this.#rawVariables(entry)
    const variables = new ObjectVariables({origin: entry.origin, raw, context: this.#context(entry, raw)})
    this.#variables.set(entry.name, variables)
    return variables
  }

  /** Other values, evaluated with the variables an object sees. */
  around(entry: InventoryEntry, values: RawVariables): ObjectVariables {
    const context = this.#context(entry, this.#rawVariables(entry))
    return new ObjectVariables({origin: entry.origin, raw: values, context})
  }

  #rawVariables({name}: InventoryEntry): RawVariables {
    return new Map([...rawVariables(this.#request.inventory, name), ...this.#extraVariables()])
  }

  #context({name: object}: InventoryEntry, raw: RawVariables): TemplateContext {
    return {
      lookup: name => this.#lookup(object, raw, name),
      workingDirectory: this.#request.settings.root_dir,
      environment: this.#request.environment,
    }
  }

  #extraVariables(): RawVariables {
    const extra = Object.entries(ansibleVariables(this.#request.settings))
    return new Map(extra.map(([name, value]) => [name, {value}]))
  }

  #lookup(object: string, raw: RawVariables, name: string): {found: boolean; value?: unknown} {
    const magic = this.#magic(object, name)
    if (magic !== undefined) return {found: true, value: magic}
    const variable = raw.get(name)
    if (!variable) return {found: false}
    if (holdsVault(variable.value)) throw new HiveError('TEMPLATE_FAILED', `${name}: ${encrypted}`)
    return {found: true, value: variable.value}
  }

  /** Variables that say what the inventory itself is. */
  #magic(object: string, name: string): unknown {
    const {inventory, settings} = this.#request
    switch (name) {
      case 'inventory_hostname':
        return object
      case 'inventory_hostname_short':
        return object.split('.')[0]
      case 'inventory_dir':
        return settings.inventory_path
      case 'groups':
        return this.#groups
      case 'group_names':
        return inventory.groups.groupsOf(object).toSorted()
      case 'hostvars':
        return this.#hostvars
      default:
        return undefined
    }
  }

  #asMapping(object: string): LazyMapping {
    const entry = this.#entries.get(object)
    const variables = entry ? this.of(entry) : undefined
    return new LazyMapping(
      name => {
        const value = this.#magic(object, name) ?? evaluated(variables, object, name)
        return value === undefined ? {found: false} : {found: true, value}
      },
      () => variables?.names() ?? [],
    )
  }
}

function evaluated(variables: ObjectVariables | undefined, object: string, name: string): unknown {
  const {value, problems: [problem] = []} = variables?.evaluate(name) ?? {}
  if (problem) throw new HiveError('TEMPLATE_FAILED', `${name} of ${object} can not be used: ${problem.message}`)
  return value
}
