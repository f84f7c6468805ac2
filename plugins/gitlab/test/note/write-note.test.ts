import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type Client, createClient} from '../../src/api/client.ts'
import {harmless} from '../../src/note/harmless.ts'
import {writeNote} from '../../src/note/write-note.ts'
import {type Fault, type GitlabServer, startGitlab} from '../support/gitlab-server.ts'

let server: GitlabServer
let client: Client

beforeEach(async () => {
  server = await startGitlab()
  client = createClient(await server.access(), {tries: 3, pause: 5, timeout: 2000})
})

afterEach(async () => {
  await client.close()
  await server.stop()
})

const write = (markdown: string, key = 'plan') => writeNote(client, {mergeRequest: '3', key, markdown})

describe('the note of a merge request', () => {
  test('is one for each key, changed in its place, among pages of others', async () => {
    expect((await write('one')).outcome).toBe('created')
    server.notes.push(...['a', 'b', 'c', 'd', 'e'].map((body, id) => ({id, body: `<p>${body} hive: plan`})))
    expect((await write('two')).outcome).toBe('updated')
    expect((await write('two\n')).outcome).toBe('unchanged')
    expect((await write('of another', 'drift')).outcome).toBe('created')
    expect(server.notes.filter(({body}) => body.startsWith('<!--')).map(({body}) => body)).toEqual([
      '<!-- hive: plan -->\ntwo',
      '<!-- hive: drift -->\nof another',
    ])
  })

  const faults: readonly Fault['with'][] = [429, 500, 502, 503, 'drop', 'lose']
  test.each(faults)('is written once, whatever happens on the way: %s', async fault => {
    server.faults = [{on: 'POST', with: fault}]
    expect((await write('one')).outcome).toBe('created')
    expect(server.notes.map(({body}) => body)).toEqual(['<!-- hive: plan -->\none'])
    server.faults = [{on: 'PUT', with: fault}]
    expect((await write('two')).outcome).toBe('updated')
    expect(server.notes.map(({body}) => body)).toEqual(['<!-- hive: plan -->\ntwo'])
  })

  test.each([401, 403, 404, 409])('that is refused is told: %i', async status => {
    server.faults = [{on: 'POST', with: status}]
    await expect(write('one')).rejects.toMatchObject({code: 'GITLAB_FAILED', status})
    expect(server.notes).toEqual([])
  })
})

test('nothing in a note is carried out and nobody is mentioned, and code stays as it is', () => {
  const markdown = [
    '/close',
    '  /merge',
    'a/b by @all, x@y.example',
    '````diff',
    '/close',
    '```',
    '@all',
    '````',
    '/label',
  ].join('\n')
  expect(harmless(markdown).split('\n')).toEqual([
    '&#47;close',
    '  &#47;merge',
    'a/b by &#64;all, x&#64;y.example',
    '````diff',
    '/close',
    '```',
    '@all',
    '````',
    '&#47;label',
  ])
})
