import {proxyVariables} from '../proxy/consumer/consumers.ts'
import {localNames} from '../proxy/exceptions/list.ts'
import type {ImageRequest} from './image-progress.ts'

/** What the script and the Dockerfiles of hive's own images, apt and what it starts read about downloads. */
export function downloadVariables({
  proxy,
  aptCheckValidUntil = true,
}: Pick<ImageRequest, 'proxy' | 'aptCheckValidUntil'>): Readonly<Record<string, string>> {
  return {
    ...(proxy !== undefined && proxyVariables(proxy, localNames)),
    ...(!aptCheckValidUntil && {apt_check_valid_until: 'false'}),
  }
}
