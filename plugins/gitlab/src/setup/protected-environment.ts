import {type Entry, type Item, listOf} from './item.ts'
import {accessLevels, accessOf, accessText, foundWhom, whomText} from './whom.ts'
import type {Wish} from './wish-schema.ts'

type ProtectedEnvironment = Wish['protected_environments'][number]

/** Who deploys to an environment, and who has to approve (Premium). What stands there otherwise is replaced. */
export function protectedEnvironmentItem({name, deploy, approvals}: ProtectedEnvironment): Item {
  const list = 'protected_environments'
  const levels = deploy.map(accessOf)
  const rules = approvals.map(({by, count}) => ({...accessOf(by), required_approvals: count}))
  return {
    id: `protected-environment:${name}`,
    list,
    isIt: entry => entry.name === name,
    wanted: {
      deploy: deploy.map(whomText).toSorted().join(', '),
      approvals:
        approvals
          .map(({by, count}) => `${count} of ${whomText(by)}`)
          .toSorted()
          .join(', ') || 'none',
    },
    found: entry => ({
      deploy: foundWhom(entry.deploy_access_levels).join(', '),
      approvals: foundRules(entry).join(', ') || 'none',
    }),
    create: {method: 'POST', path: list, body: {name, deploy_access_levels: levels, approval_rules: rules}},
    change: entry => [
      {
        method: 'PUT',
        path: `${list}/${encodeURIComponent(name)}`,
        body: {
          deploy_access_levels: [...removed(entry.deploy_access_levels), ...levels],
          approval_rules: [...removed(entry.approval_rules), ...rules],
        },
      },
    ],
  }
}

function foundRules({approval_rules}: Entry): readonly string[] {
  return accessLevels(approval_rules)
    .map(rule => `${rule.required_approvals} of ${accessText(rule)}`)
    .toSorted()
}

function removed(value: unknown): readonly Entry[] {
  return listOf(value).map(({id}) => ({id, _destroy: true}))
}
