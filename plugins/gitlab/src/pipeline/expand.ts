import {onlyWhen, openCondition} from './condition.ts'
import type {Variables} from './expression.ts'
import {type Include, includesOf} from './include.ts'
import {inherit} from './inherit.ts'
import {type InputValues, inputValues, interpolate} from './inputs.ts'
import {mergeMaps} from './merge.ts'
import {at, type MapNode, type Place, text} from './node.ts'
import {matchingRule} from './rules.ts'
import {type Library, localSources, readSource, type Source, templateSource} from './source.ts'
import {areTemplates} from './templates.ts'

export interface PipelineRequest {
  readonly library: Library
  readonly source: Source
  readonly inputs: InputValues
  /** What includes with rules are decided by. */
  readonly variables: Variables
  /** Leaves inputs open: what depends on one is decided by rules of the jobs. */
  readonly isOpen?: boolean
}

/** A pipeline as GitLab sees it: everything in one map, and the includes it was put together from. */
export interface Pipeline {
  readonly root: MapNode
  readonly includes: readonly Include[]
  /** Those of other projects and servers, which are not followed. */
  readonly unfollowed: readonly Include[]
}

/**
 * Puts a pipeline together: includes of the project's own files and of hive's templates, inputs, `extends`, `!reference`.
 * @throws HiveError with file and line for what GitLab would refuse.
 */
export async function expandPipeline(request: PipelineRequest): Promise<Pipeline> {
  const place: Place = {file: 'The command line', line: 0}
  const {root, includes, unfollowed} = await expandFile(request, place)
  return {root: inherit(root), includes, unfollowed}
}

async function expandFile(request: PipelineRequest, caller: Place): Promise<Pipeline> {
  const {spec, body} = await readSource(request.source, request.library)
  const own = interpolate(body, inputValues(spec, request.inputs, caller))
  const includes = includesOf(own)
  const parts = await Promise.all(
    includes.filter(include => isIncluded(include, request)).map(include => expandInclude(include, request)),
  )
  const below = parts.flat()
  const without = new Map([...own.entries].filter(([key]) => key !== 'include'))
  return {
    root: [...below.map(part => part.root), {...own, entries: without}].reduce(mergeMaps),
    includes: [...includes, ...below.flatMap(part => part.includes)],
    unfollowed: below.flatMap(part => part.unfollowed),
  }
}

function isIncluded({rules}: Include, {variables, isOpen}: PipelineRequest): boolean {
  if (rules === undefined || (isOpen && openCondition(rules) !== undefined)) return true
  const rule = matchingRule(rules, variables)
  return rule !== undefined && text(at(rule, 'when')) !== 'never'
}

async function expandInclude(include: Include, request: PipelineRequest): Promise<readonly Pipeline[]> {
  const sources = await sourcesOf(include, request)
  if (sources.length === 0) {
    const root: MapNode = {kind: 'map', entries: new Map(), place: include.node.place}
    return [{root, includes: [], unfollowed: [include]}]
  }
  const parts = await Promise.all(
    sources.map(source => expandFile({...request, source, inputs: include.inputs}, include.node.place)),
  )
  const condition = request.isOpen ? openCondition(include.rules) : undefined
  return condition === undefined ? parts : parts.map(part => ({...part, root: onlyWhen(condition, part.root)}))
}

async function sourcesOf(include: Include, {source, library}: PipelineRequest): Promise<readonly Source[]> {
  const {kind, address, files, node} = include
  if (kind === 'local') return localSources(address, source, library, node.place)
  if (kind !== 'project') return []
  return areTemplates(files, library.templates) ? files.map(file => templateSource(file, library, node.place)) : []
}
