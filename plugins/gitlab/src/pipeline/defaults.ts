import {mergeMaps} from './merge.ts'
import {at, items, type MapNode, type Node, plain, text} from './node.ts'

/** What `default` may hold. A timeout is left out: GitLab takes it there and does not heed it. */
const heritable = [
  'after_script',
  'artifacts',
  'before_script',
  'cache',
  'hooks',
  'id_tokens',
  'image',
  'interruptible',
  'retry',
  'services',
  'tags',
]

/**
 * A job with everything that holds for it: keywords it does not have are those of `default` or of the top of the file,
 * variables are laid over those of the top. `inherit` keeps either away.
 */
export function withDefaults(root: MapNode, job: MapNode): MapNode {
  const keywords = heritable.flatMap((name): [string, Node][] => {
    const general = at(root, 'default', name) ?? at(root, name)
    return general && isInherited(at(job, 'inherit', 'default'), name) ? [[name, general]] : []
  })
  const own = new Map([...keywords, ...job.entries])
  const variables = [generalVariables(root, job), at(job, 'variables')].filter(node => node?.kind === 'map')
  if (variables.length > 0) own.set('variables', variables.reduce(mergeMaps))
  return {...job, entries: own}
}

function generalVariables(root: MapNode, job: MapNode): MapNode | undefined {
  const general = at(root, 'variables')
  if (general?.kind !== 'map') return undefined
  const inherited = [...general.entries].filter(([name]) => isInherited(at(job, 'inherit', 'variables'), name))
  return {...general, entries: new Map(inherited)}
}

/** `true`, `false`, or a list of names; everything where nothing is said. */
function isInherited(said: Node | undefined, name: string): boolean {
  if (said === undefined) return true
  return said.kind === 'list' ? items(said).some(item => text(item) === name) : plain(said) !== false
}
