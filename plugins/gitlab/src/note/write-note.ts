import type {Client} from '../api/client.ts'
import {GitlabFailure} from '../api/failure.ts'
import {harmless} from './harmless.ts'

export interface NoteRequest {
  /** Number of the merge request in its project. */
  readonly mergeRequest: string
  /** What the note is about: there is one note of a key in a merge request. */
  readonly key: string
  readonly markdown: string
}

export interface NoteResult {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly note: number
}

/** Writes the note of a merge request, or changes the one that is there. Throws {@link GitlabFailure}. */
export async function writeNote(client: Client, request: NoteRequest): Promise<NoteResult> {
  const marker = `<!-- hive: ${request.key} -->`
  const body = `${marker}\n${harmless(request.markdown).trim()}`
  const notes = notesOf(client, Number(request.mergeRequest))
  const known = await notes.find(marker)
  if (known?.body === body) return {outcome: 'unchanged', note: known.id}
  if (known) return {outcome: 'updated', note: await notes.change(known.id, body)}
  try {
    return {outcome: 'created', note: await notes.create(body)}
  } catch (error) {
    // The answer got lost: the note may be there, and a second one would stay for ever.
    if (!(error instanceof GitlabFailure) || (error.status !== undefined && error.status < 500)) throw error
    const made = await notes.find(marker)
    return {outcome: 'created', note: made?.id ?? (await notes.create(body))}
  }
}

function notesOf({api, access: {project}}: Client, mergeRequest: number) {
  const notes = api.MergeRequestNotes
  return {
    async find(marker: string) {
      const found = await notes.all(project, mergeRequest, {sort: 'asc', orderBy: 'created_at', perPage: 100})
      return found.find(({body}) => body.startsWith(marker))
    },
    create: async (body: string) => (await notes.create(project, mergeRequest, body)).id,
    change: async (id: number, body: string) => (await notes.edit(project, mergeRequest, id, {body})).id,
  }
}
