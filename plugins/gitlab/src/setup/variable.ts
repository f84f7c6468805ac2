import {HiveError} from '@hive-ci/cli'
import {contextKeyName} from './context-key.ts'
import type {Entry, Item, Write} from './item.ts'
import type {Settings, Version} from './settings.ts'
import {valueMark, withMark} from './value-mark.ts'
import type {VariableWish} from './wish-schema.ts'

/** A variable and the value it was given here; without one a variable that is there keeps its own. */
export interface GivenVariable {
  readonly wish: VariableWish
  readonly value: string | undefined
}

/**
 * A CI/CD variable of the project. A value that GitLab does not show again is compared by a mark in the description. Throws
 * `HiveError` INVENTORY_INVALID for a value that GitLab could not mask, before anything was changed.
 */
export async function variableItem(
  {project}: Pick<Settings, 'project'>,
  version: Version,
  {wish, value}: GivenVariable,
): Promise<Item> {
  const {key, environment, type, description} = wish
  // Before 17.4 the most there is is a masked one.
  const hidden = wish.hidden && version.isAtLeast(17, 4)
  const masked = wish.masked || wish.hidden
  if (masked && value !== undefined) refuseUnmaskable(key, value)
  const mark = value === undefined ? undefined : await valueMark(`${project} ${environment} ${key}`, value)
  const attributes = {variable_type: type, masked, protected: wish.protected, raw: wish.raw}
  const text = withMark(description, mark)
  const place = `variables/${encodeURIComponent(key)}?filter%5Benvironment_scope%5D=${encodeURIComponent(environment)}`
  const create: Write = {
    method: 'POST',
    path: 'variables',
    body: {
      key,
      value,
      ...attributes,
      environment_scope: environment,
      description: text,
      ...(hidden && {masked_and_hidden: true}),
    },
  }
  return {
    id: `variable:${key} (${environment})`,
    list: 'variables',
    isIt: entry => entry.key === key && entry.environment_scope === environment,
    wanted: {
      ...(value !== undefined && {value: '***'}),
      ...texts({...attributes, hidden}),
    },
    found: entry => ({
      value: isSame(entry, value, mark) ? '***' : 'another',
      ...texts({...attributes, variable_type: entry.variable_type, masked: entry.masked}),
      ...texts({protected: entry.protected, raw: entry.raw ?? false, hidden: entry.hidden ?? false}),
    }),
    create: value === undefined ? missing(key, environment) : create,
    change(entry) {
      const isHidden = entry.hidden === true
      if (isHidden === hidden) {
        const description = mark === undefined ? {} : {description: text}
        return [
          {method: 'PUT', path: place, body: {...attributes, ...(value !== undefined && {value}), ...description}},
        ]
      }
      // Whether a variable is hidden is decided when it is made.
      if (value === undefined)
        return `${missing(key, environment)} Its value is needed to make it anew as ${hidden ? 'a hidden' : 'a visible'} one.`
      return [{method: 'DELETE', path: place}, create]
    },
  }
}

function isSame(entry: Entry, value: string | undefined, mark: string | undefined): boolean {
  if (typeof entry.value === 'string') return entry.value === value
  return mark !== undefined && `${entry.description ?? ''}`.includes(mark)
}

function missing(key: string, environment: string): string {
  const also = key === contextKeyName ? `, or set ${key} here` : ''
  return `The variable ${key} of ${environment} has no value here; give it with --values${also}.`
}

function texts(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const entries = Object.entries(attributes).map(([name, value]) => [
    name === 'variable_type' ? 'type' : name,
    `${value}`,
  ])
  return Object.fromEntries(entries)
}

/** GitLab's own conditions (ci/variables of its documentation); it would say no after other things were changed. */
function refuseUnmaskable(key: string, value: string): void {
  const reason = /\s/.test(value)
    ? 'it has spaces or several lines'
    : value.length < 8
      ? 'it has less than 8 characters'
      : ''
  if (reason === '') return
  throw new HiveError('INVENTORY_INVALID', `The value of ${key} cannot be masked by GitLab: ${reason}.`, {
    suggestions: ['Give it in another form, for example as base64, or make it a file variable that is protected only.'],
  })
}
