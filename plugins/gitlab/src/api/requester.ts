import {createRequesterFn} from '@gitbeaker/requester-utils'
import {z} from 'zod'
import type {Send} from './send.ts'

const request = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'PATCH']),
  /** Address of the API and, for some of its parts, the first words of the path. */
  prefixUrl: z.string(),
  searchParams: z.string().optional(),
  body: z.string().optional(),
})

/**
 * Lets gitbeaker send its requests our way. Its own knows no `Retry-After`, repeats POST, gives up at 500 and 503, and asks
 * for a proxy nowhere.
 */
export function requesterOf(send: Send): ReturnType<typeof createRequesterFn> {
  return createRequesterFn(
    (_, options) => Promise.resolve(options),
    async (endpoint, options) => {
      const {method, prefixUrl, searchParams: query, body} = request.parse(options)
      const [, below = ''] = prefixUrl.split('/api/v4')
      const path = [below, endpoint].join('/').replace(/^\/+/, '')
      // gitbeaker sends an empty object where there is nothing to say, also to remove something.
      const content = method === 'DELETE' || body === undefined ? {} : {body}
      const answer = await send({method, path, ...(query !== undefined && {query}), ...content})
      return {...answer, body: answer.body.length === 0 ? null : JSON.parse(answer.body.toString())}
    },
  )
}
