import type {Site} from '../../site/site.ts'
import {findClient} from '../client/find.ts'
import {proxyVariables} from '../consumer/consumers.ts'
import {goList} from '../exceptions/list.ts'
import {siteExceptions} from '../exceptions/names.ts'
import {explain} from './explain.ts'
import {parseRequest} from './request.ts'

/**
 * Whether the mother, and an engine she stands in for, asks the site's proxy for a URL: by the rules of Go, as an engine
 * would, so that what one reaches directly the other does, too. `more` are further entries of the list.
 */
export function asksProxy(site: Site, url: string, more = ''): boolean {
  const list = [goList(siteExceptions(site)), more].filter(Boolean).join(',')
  return explain(findClient('go'), proxyVariables('http://proxy:3128', list), parseRequest(url)).way === 'proxy'
}
