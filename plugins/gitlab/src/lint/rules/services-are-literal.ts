import {at, items, type Node, text} from '../../pipeline/node.ts'
import type {Rule} from '../rule.ts'

/** GitLab and its runner hand `command`, `entrypoint` and `alias` of a service on as they are written. */
export const servicesAreLiteral: Rule = {
  name: 'services-are-literal',
  check: ({jobs}) =>
    jobs.flatMap(({name, node}) =>
      items(at(node, 'services')).flatMap(service =>
        ['command', 'entrypoint', 'alias'].flatMap(key =>
          items(at(service, key))
            .filter(isVariable)
            .map(({place}) => ({
              place,
              message: `Variables in ${key} of a service are not filled in, and ${name} has one. Use an input, or variables of the service.`,
            })),
        ),
      ),
    ),
}

function isVariable(node: Node): boolean {
  return /\$[{A-Za-z_]/.test(text(node) ?? '')
}
