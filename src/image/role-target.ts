import type {ImageTarget} from '../role.ts'
import type {Variables} from '../site/site.ts'
import type {FoundRole} from './find-role.ts'

/** What a native role is told about the container it is applied to. */
export function roleTarget(
  {name, directory}: Extract<FoundRole, {kind: 'native'}>,
  service: string,
  variables: Variables,
): ImageTarget {
  return {
    service,
    roleDirectory: directory ?? name,
    variable: variable => (variables.has(variable) ? variables.get(variable) : undefined),
  }
}
