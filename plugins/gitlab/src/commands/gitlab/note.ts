import {readFile} from 'node:fs/promises'
import {text} from 'node:stream/consumers'
import {HiveCommand, HiveError, reasonOf} from '@hive-ci/cli'
import {Args, Flags} from '@oclif/core'
import {accessFrom} from '../../api/access.ts'
import {createClient} from '../../api/client.ts'
import {type NoteResult, writeNote} from '../../note/write-note.ts'

export interface GitlabNoteResult {
  /** `skipped`: this job has no token that may write notes. */
  readonly outcome: NoteResult['outcome'] | 'skipped'
  readonly note?: number
}

export default class GitlabNote extends HiveCommand {
  static override summary = 'Write a note to the merge request, or change the one that is there.'
  static override description =
    `There is one note for each key. Nothing in it is carried out and nobody is mentioned. A job's own
token may not write notes: without HIVE_GITLAB_TOKEN this says so and ends well.`
  static override examples = [
    '<%= config.bin %> plan --format markdown | <%= config.bin %> <%= command.id %> --key plan-staging',
    '<%= config.bin %> <%= command.id %> plan.md --merge-request 12',
  ]
  static override args = {
    file: Args.string({ignoreStdin: true, description: 'file with Markdown; left out: standard input'}),
  }
  static override flags = {
    key: Flags.string({summary: 'Which note it is.', default: 'plan'}),
    'merge-request': Flags.string({summary: 'Its number; default: CI_MERGE_REQUEST_IID.', helpValue: 'NUMBER'}),
  }

  async run(): Promise<GitlabNoteResult> {
    const {args, flags} = await this.parse(GitlabNote)
    const mergeRequest = flags['merge-request'] ?? process.env.CI_MERGE_REQUEST_IID ?? ''
    if (!/^\d+$/.test(mergeRequest)) throw noMergeRequest()
    if (!/^[\w.-]+$/.test(flags.key)) throw wrongKey(flags.key)
    const access = await accessFrom(process.env, await this.settings(flags))
    if (access.kind === 'job') {
      this.warn('The note is left out: a job token may not write notes. Set HIVE_GITLAB_TOKEN with scope api.')
      return {outcome: 'skipped'}
    }
    const client = createClient(access)
    try {
      const markdown = args.file === undefined ? await text(process.stdin) : await read(args.file)
      const result = await writeNote(client, {mergeRequest, key: flags.key, markdown})
      this.log(`The note ${flags.key} of merge request ${mergeRequest} is ${result.outcome}.`)
      return result
    } finally {
      await client.close()
    }
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new HiveError('USAGE', `${file} cannot be read: ${reasonOf(error)}.`, {cause: error})
  }
}

function wrongKey(key: string): HiveError {
  return new HiveError(
    'USAGE',
    `--key is ${JSON.stringify(key)}; expected letters, digits, dots, dashes and underscores.`,
  )
}

function noMergeRequest(): HiveError {
  return new HiveError('USAGE', 'It is not known which merge request the note is for.', {
    suggestions: ['Name it with --merge-request, or run this in a pipeline of a merge request.'],
  })
}
