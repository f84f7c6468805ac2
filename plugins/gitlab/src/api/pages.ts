import type {Call, Client} from './client.ts'

/** Every item of a list, page after page, as GitLab tells in `x-next-page`; what is no list is one item. */
export async function allPages(client: Client, call: Pick<Call, 'path' | 'query'>): Promise<readonly unknown[]> {
  const items: unknown[] = []
  let page = '1'
  while (page !== '') {
    const query = [call.query, 'per_page=100', `page=${page}`].filter(Boolean).join('&')
    const {body, headers} = await client.send({method: 'GET', path: call.path, query})
    const found: unknown = JSON.parse(body.toString())
    items.push(...(Array.isArray(found) ? found : [found]))
    page = headers['x-next-page'] ?? ''
  }
  return items
}
