import {at, items, text} from '../../pipeline/node.ts'
import type {Rule} from '../rule.ts'

/** A plan tells how a site is built; without `access`, or `public: false` on older servers, whoever sees the project may read it. */
export const plansAreNotPublic: Rule = {
  name: 'plans-are-not-public',
  check: ({jobs}) =>
    jobs.flatMap(({name, node}) => {
      const artifacts = at(node, 'artifacts')
      const paths = items(at(artifacts, 'paths')).map(path => text(path) ?? '')
      const isPlan = at(artifacts, 'reports', 'terraform') !== undefined || paths.some(path => /plan/i.test(path))
      const access = text(at(artifacts, 'access'))
      const isKept = (access !== undefined && access !== 'all') || text(at(artifacts, 'public')) === 'false'
      if (artifacts === undefined || !isPlan || isKept) return []
      const message = `The plan ${name} leaves as an artifact can be read by anybody who sees the project. Give artifacts access: developer, or public: false before GitLab 16.11.`
      return [{place: artifacts.place, message}]
    }),
}
