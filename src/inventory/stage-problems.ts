import ipaddr from 'ipaddr.js'
import type {StageRules} from '../provider.ts'
import {parseNetwork} from './addresses.ts'
import type {Origin} from './origin.ts'
import {type Problem, type ProblemAt, problemAt} from './problem.ts'
import type {StageDefinition} from './schema/stage.ts'
import {didYouMean} from './validate.ts'

export interface StageCheck {
  readonly origin: Origin
  readonly definition: StageDefinition
  readonly hiveName: string
  readonly stageRules: ReadonlyMap<string, StageRules>
}

/** What is wrong with one stage beyond the types of its attributes (hive-inventory.md section 4.2). */
export function stageProblems(check: StageCheck): readonly Problem[] {
  const findings = [
    ...providerFindings(check),
    ...nameFindings(check),
    ...repositoryFindings(check),
    ...networkFindings(check),
    ...addressFindings(check),
    ...encryptionFindings(check),
  ]
  const {file, path} = check.origin
  return findings.map(({at, ...rest}) => problemAt({file, path: [...path, ...at], ...rest}))
}

/** A problem below the stage. */
interface Finding extends Omit<ProblemAt, 'file' | 'path'> {
  readonly at: readonly (string | number)[]
}

function providerFindings({definition, stageRules}: StageCheck): readonly Finding[] {
  const {provider} = definition
  const rules = stageRules.get(provider)
  const known = [...stageRules.keys()].toSorted()
  if (!rules) {
    const hint = didYouMean(provider, known)
    return [
      {at: ['provider'], message: `should be one of ${known.join(', ')}, got ${JSON.stringify(provider)}.${hint}`},
    ]
  }
  return Object.keys(definition)
    .filter(attribute => rules.refuses.includes(attribute))
    .map(attribute => ({
      at: [attribute],
      part: 'key',
      message: `this attribute means nothing with provider ${provider}; remove it.`,
    }))
}

function nameFindings({definition, hiveName}: StageCheck): readonly Finding[] {
  const customHostname = definition.custom_hostname ?? 'hive'
  const length = customHostname.length + hiveName.length
  if (length < 55) return []
  const message = `custom_hostname and name have ${length} letters together; at most 54 fit into the names of the servers.`
  return [{at: definition.custom_hostname === undefined ? [] : ['custom_hostname'], part: 'key', message}]
}

function repositoryFindings({definition}: StageCheck): readonly Finding[] {
  const {separate_repository: separate = true, shared_repository: shared, ip_address_list: list} = definition
  const count = hostCount(definition)
  const findings: Finding[] = []
  if (!separate && shared) {
    const message = 'a shared repository is a separate one: remove this, or separate_repository: false.'
    findings.push({at: ['shared_repository'], part: 'key', message})
  }
  if (separate && count < 2) {
    const at = list ? 'ip_address_list' : 'number_of_hosts'
    const message =
      'the only server is the repository, so that no server runs services: add one, or separate_repository: false.'
    findings.push({at: [at], part: 'key', message})
  }
  return findings
}

function networkFindings({definition}: StageCheck): readonly Finding[] {
  const networks: [readonly (string | number)[], string | undefined][] = [
    [['internal_cidr'], definition.internal_cidr],
    [['internal_cidr_v6'], definition.internal_cidr_v6],
    [['filestore_cidr'], definition.filestore_cidr],
    ...(definition.subnets ?? []).map(({cidr}, index): [(string | number)[], string] => [
      ['subnets', index, 'cidr'],
      cidr,
    ]),
  ]
  if (!definition.subnets) networks.push([['cidr'], definition.cidr])
  return networks.flatMap(([at, cidr]) => {
    const network = cidr === undefined ? undefined : parseNetwork(cidr)
    return typeof network === 'string' ? [{at, message: network}] : []
  })
}

function addressFindings({definition}: StageCheck): readonly Finding[] {
  const list = definition.ip_address_list ?? []
  return list.flatMap((address, index): Finding[] => {
    const at = ['ip_address_list', index]
    if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) {
      return [{at, message: `should be an IP address, got ${JSON.stringify(address)}.`}]
    }
    const first = list.indexOf(address)
    return first < index
      ? [{at, message: `${address} is given to server ${first} already; each server needs its own.`}]
      : []
  })
}

function encryptionFindings({definition}: StageCheck): readonly Finding[] {
  if (definition.kms_key_id !== undefined) return []
  const {separate_repository: separate = true} = definition
  // hive-builder asks for the key in these cases only; a mirrored disk beside a separate repository goes without.
  const checked = {
    disk_encrypted: definition.disk_encrypted,
    mirrored_disk_encrypted: separate ? undefined : definition.mirrored_disk_encrypted,
    repository_disk_encrypted: definition.repository_disk_encrypted,
  }
  return Object.entries(checked)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([attribute]) => ({at: [attribute], part: 'key', message: 'an encrypted disk needs kms_key_id beside it.'}))
}

/** Number of servers of a stage: the addresses given, or the number given, or 4 with a separate repository, or 3. */
export function hostCount({
  ip_address_list: list,
  number_of_hosts: count,
  separate_repository: separate = true,
}: StageDefinition): number {
  return list?.length ?? count ?? (separate ? 4 : 3)
}
