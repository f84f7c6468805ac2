import {stringify} from 'yaml'
import {expandPipeline} from '../pipeline/expand.ts'
import {plain} from '../pipeline/node.ts'
import {type Library, readSource, type Source} from '../pipeline/source.ts'
import {givenInputs, openInputs} from './given-inputs.ts'
import {forServer} from './older.ts'

export interface RenderRequest {
  readonly library: Library
  readonly source: Source
  /** `NAME=VALUE`. */
  readonly inputs: readonly string[]
  /** The server's version, when it may be too old for some keywords. */
  readonly server: string | undefined
  /** Keeps the inputs in the result: one file in place of a template and all it includes. */
  readonly isOpen: boolean
}

/**
 * The whole pipeline of a template or CI file in one text, without includes.
 * @throws HiveError with file and line for what GitLab would refuse.
 */
export async function renderPipeline({library, source, inputs, server, isOpen}: RenderRequest): Promise<string> {
  const {spec} = await readSource(source, library)
  const values = isOpen ? openInputs(spec) : givenInputs(spec, inputs)
  const {root} = await expandPipeline({library, source, inputs: values, variables: {}, isOpen})
  const body = yaml(plain(server === undefined ? root : forServer(root, server)))
  return isOpen && spec ? `${yaml({spec: plain(spec)})}---\n${body}` : body
}

function yaml(value: unknown): string {
  return stringify(value, {lineWidth: 0, aliasDuplicateObjects: false})
}
