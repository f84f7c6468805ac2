import type {Item, Write} from './item.ts'
import {accessOf, foundWhom, whomText} from './whom.ts'
import type {Whom, Wish} from './wish-schema.ts'

/**
 * Who pushes to a branch and merges into it. GitLab has no request that changes the roles of a protected branch for every
 * tier, so it is protected anew.
 */
export function protectedBranchItem({name, push, merge, force_push}: Wish['protected_branches'][number]): Item {
  const list = 'protected_branches'
  const create: Write = {
    method: 'POST',
    path: list,
    body: {
      name,
      allow_force_push: force_push,
      ...allowed('push_access_level', 'allowed_to_push', push),
      ...allowed('merge_access_level', 'allowed_to_merge', merge),
    },
  }
  return {
    id: `protected-branch:${name}`,
    list,
    isIt: entry => entry.name === name,
    wanted: {push: whomText(push), merge: whomText(merge), force_push: `${force_push}`},
    found: ({push_access_levels, merge_access_levels, allow_force_push}) => ({
      push: foundWhom(push_access_levels).join(', '),
      merge: foundWhom(merge_access_levels).join(', '),
      force_push: `${allow_force_push ?? false}`,
    }),
    create,
    change: () => [{method: 'DELETE', path: `${list}/${encodeURIComponent(name)}`}, create],
  }
}

/** Who makes tags of a name; GitLab cannot change that either. */
export function protectedTagItem({name, create: whom}: Wish['protected_tags'][number]): Item {
  const list = 'protected_tags'
  const create: Write = {
    method: 'POST',
    path: list,
    body: {name, ...allowed('create_access_level', 'allowed_to_create', whom)},
  }
  return {
    id: `protected-tag:${name}`,
    list,
    isIt: entry => entry.name === name,
    wanted: {create: whomText(whom)},
    found: ({create_access_levels}) => ({create: foundWhom(create_access_levels).join(', ')}),
    create,
    change: () => [{method: 'DELETE', path: `${list}/${encodeURIComponent(name)}`}, create],
  }
}

/** Roles belong to every tier, groups and users to Premium. */
function allowed(level: string, list: string, whom: Whom): Readonly<Record<string, unknown>> {
  const access = accessOf(whom)
  return typeof whom === 'string' ? {[level]: access.access_level} : {[list]: [access]}
}
