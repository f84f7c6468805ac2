import {createHash} from 'node:crypto'
import {HiveError} from '../error.ts'
import {Secret} from '../shell/secret.ts'
import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import {contentFunction} from './content.ts'
import type {Resource} from './resource.ts'

export interface ComposeProjectState {
  /** Where its file is kept; the directory must be there. */
  readonly directory: string
  /** The whole compose file; only root may read it. */
  readonly content: string | Secret
  /** Files it reads: its containers are restarted when one of them changed. */
  readonly restartedBy?: readonly Resource[]
}

/** Containers of a Docker Compose project, made anew where the file differs from the one they were started with. */
export function composeProject(name: string, state: ComposeProjectState): Resource {
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(name)) {
    throw new HiveError('EXTENSION_INVALID', `${JSON.stringify(name)} is not the name of a compose project.`)
  }
  const {directory, content, restartedBy} = state
  const path = `${absolutePath('composeProject', directory)}/docker-compose.yml`
  const text = content instanceof Secret ? content.reveal() : content
  const wanted = [directory, name, createHash('sha256').update(text).digest('hex')]
  return {
    id: `compose-project:${name}`,
    define: contentFunction(content),
    check: sh`content | cmp -s - ${path} && hive_project_runs ${wanted}`,
    apply: sh`hive_start_project ${wanted}`,
    ...(typeof content === 'string' && {diff: sh`content | hive_compare ${path}`}),
    ...(restartedBy && {onChange: {of: restartedBy, run: sh`hive_compose ${directory} ${name} restart`}}),
    timeout: 1800,
  }
}
