import {z} from 'zod'
import type {Client} from '../api/client.ts'
import {GitlabFailure} from '../api/failure.ts'
import {allPages} from '../api/pages.ts'
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

const note = z.object({id: z.int(), body: z.string()})

/** Writes the note of a merge request, or changes the one that is there. Throws {@link GitlabFailure}. */
export async function writeNote(client: Client, request: NoteRequest): Promise<NoteResult> {
  const marker = `<!-- hive: ${request.key} -->`
  const body = `${marker}\n${harmless(request.markdown).trim()}`
  const path = `projects/${encodeURIComponent(client.access.project)}/merge_requests/${request.mergeRequest}/notes`
  const known = await findNote(client, path, marker)
  if (known) return changeNote(client, path, known, body)
  try {
    return {outcome: 'created', note: await create(client, path, body)}
  } catch (error) {
    // The answer got lost: the note may be there, and a second one would stay for ever.
    if (!(error instanceof GitlabFailure) || (error.status !== undefined && error.status < 500)) throw error
    const made = await findNote(client, path, marker)
    return {outcome: 'created', note: made?.id ?? (await create(client, path, body))}
  }
}

type Note = z.infer<typeof note>

async function findNote(client: Client, path: string, marker: string): Promise<Note | undefined> {
  const notes = z.array(note).parse(await allPages(client, {path, query: 'sort=asc&order_by=created_at'}))
  return notes.find(({body}) => body.startsWith(marker))
}

async function changeNote(client: Client, path: string, {id, body: present}: Note, body: string): Promise<NoteResult> {
  if (present === body) return {outcome: 'unchanged', note: id}
  await client.send({method: 'PUT', path: `${path}/${id}`, body: JSON.stringify({body})})
  return {outcome: 'updated', note: id}
}

async function create(client: Client, path: string, body: string): Promise<number> {
  const answer = await client.send({method: 'POST', path, body: JSON.stringify({body})})
  return note.parse(JSON.parse(answer.body.toString())).id
}
