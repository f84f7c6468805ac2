import {type Entry, listOf} from './item.ts'
import type {Whom} from './wish-schema.ts'

/** GitLab's numbers (api/protected_branches and protected_environments of its documentation). */
const levels = {nobody: 0, developers: 30, maintainers: 40, admins: 60} as const

/** As GitLab takes it: a level, a group or a user. */
export function accessOf(whom: Whom): Entry {
  if (typeof whom === 'string') return {access_level: levels[whom]}
  return 'group' in whom ? {group_id: whom.group} : {user_id: whom.user}
}

/** As it is told and compared. */
export function whomText(whom: Whom): string {
  if (typeof whom === 'string') return whom
  return 'group' in whom ? `group ${whom.group}` : `user ${whom.user}`
}

/** The same of a list of access levels GitLab tells, those of deploy keys left out; sorted. */
export function foundWhom(value: unknown): readonly string[] {
  return accessLevels(value).map(accessText).toSorted()
}

/** Access levels as GitLab tells them, without those of deploy keys. */
export function accessLevels(value: unknown): readonly Entry[] {
  return listOf(value).filter(entry => typeof entry.deploy_key_id !== 'number')
}

export function accessText({access_level, group_id, user_id}: Entry): string {
  if (typeof group_id === 'number') return `group ${group_id}`
  if (typeof user_id === 'number') return `user ${user_id}`
  const [name = `level ${access_level}`] = Object.entries(levels).find(([, level]) => level === access_level) ?? []
  return name
}
