import {addressText, bitsOf, firstOf, type Network, parseNetwork, sizeOf} from '../address/network.ts'
import {answer} from '../address/query.ts'
import {fail} from '../failure.ts'
import {type Filter, type FilterTable, routine} from '../run/routine.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {asText, toText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'

/** Filters on addresses and networks, as the collection ansible.utils has them. */
export const addressFilters: FilterTable = {
  ipaddr: addressFilter(undefined),
  ipv4: addressFilter(4),
  ipv6: addressFilter(6),
  ipwrap: routine('query?', input => {
    const network = networkOf(input)
    return network ? answer(network, 'wrap') : input
  }),
  nthhost: routine('query?', (input, args) => {
    const network = networkOf(input)
    const index = asInteger(args.value('query', none))
    if (!network || index === undefined || index >= sizeOf(network) || index < -sizeOf(network)) return false
    return addressText(firstOf(network) + (index < 0n ? index + sizeOf(network) : index), network.version)
  }),
  ipmath: routine('amount', (input, args) => {
    const network = networkOf(input) ?? fail(`ipmath needs an address, got '${toText(input)}'`)
    return addressText(network.address + BigInt(args.integer('amount')), network.version)
  }),
  ipsubnet: routine('query? index?', (input, args) => {
    const network = networkOf(input)
    if (!network) return false
    const query = args.value('query', none)
    return query === none
      ? answer(network, 'subnet')
      : subnet(network, args.integer('query'), asInteger(args.value('index', none)))
  }),
}

function addressFilter(version: 4 | 6 | undefined): Filter {
  return routine('query?', (input, args) => {
    const query = toText(args.value('query', ''))
    if (Array.isArray(input) || input instanceof Tuple) {
      return elementsOf(input)
        .map(item => answerOf(item, query, version))
        .filter(found => found !== false && found !== '')
    }
    return answerOf(input, query, version)
  })
}

function answerOf(value: Value, query: string, version: 4 | 6 | undefined): Value {
  const network = networkOf(value)
  if (!network || (version !== undefined && network.version !== version)) return false
  return answer(network, query)
}

function networkOf(value: Value): Network | undefined {
  if (value === true) return undefined
  const integer = asInteger(value)
  if (integer !== undefined) return parseNetwork(addressText(integer, integer < 1n << 32n ? 4 : 6))
  return parseNetwork(asText(value) ?? fail(`an address is needed, got ${typeName(value)}`))
}

function subnet(network: Network, prefix: number, index: bigint | undefined): Value {
  if (prefix > bitsOf(network.version) || prefix < 0) return false
  const isInner = prefix >= network.prefix
  if (index === undefined && !(isInner && sizeOf(network) > 1n)) return answer({...network, prefix}, 'subnet')
  const count = 1n << BigInt(Math.max(0, prefix - network.prefix))
  if (index === undefined) return count
  const position = index < 0n ? index + count : index
  if (!isInner || position < 0n || position >= count) return false
  const size = sizeOf({...network, prefix})
  return `${addressText(firstOf(network) + position * size, network.version)}/${prefix}`
}
