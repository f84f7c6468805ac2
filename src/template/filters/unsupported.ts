import {fail} from '../failure.ts'
import {type Filter, type FilterTable, lenient} from '../run/routine.ts'

const reasons: Readonly<Record<string, string>> = {
  json_query: 'use selectattr, map and attribute access instead',
  vault: 'values are encrypted with ansible-vault on the command line',
  unvault: 'values are decrypted with ansible-vault on the command line',
  urlize: 'links in HTML are not needed here',
  pprint: 'use to_nice_json or to_nice_yaml instead',
}

/** Filters that Ansible has and that are not supported here: they fail with their name when they are used. */
export const unsupportedFilters: FilterTable = Object.fromEntries(
  Object.entries(reasons).map(([name, reason]) => [name, unsupported(name, reason)]),
)

function unsupported(name: string, reason: string): Filter {
  return lenient('*values **named', () => fail(`the filter '${name}' is not supported; ${reason}`))
}
