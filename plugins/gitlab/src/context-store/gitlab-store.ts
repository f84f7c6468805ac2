import {randomUUID} from 'node:crypto'
import type {ContextStore} from '@hive-ci/cli'
import type {Client} from '../api/client.ts'
import {GitlabFailure} from '../api/failure.ts'
import {
  downloadFile,
  type FilePlace,
  type PackageFile,
  packageFiles,
  packageVersions,
  removePackageFile,
  uploadFile,
} from '../api/packages.ts'

/** A push takes seconds; a bid that is older was left by one that died. Milliseconds. */
const bidLifetime = 60 * 60 * 1000

const file = 'context.age'

/**
 * Keeps versions of a context as versions of a generic package. GitLab stores the same version twice if asked to, so
 * whoever wants to write one first puts a bid beside it and then looks: of several who bid, each sees at least those who
 * bid before, so at most one sees no other and goes on. Bids outlive nothing: they are taken back, or grow too old.
 */
export function gitlabStore(client: Client, name: string): ContextStore {
  const content = (version: number): FilePlace => ({name, version: versionText(version), file})
  const latest = async () => Math.max(0, ...[...(await packageVersions(client, name)).keys()].flatMap(versionNumber))
  return {
    place: `${client.access.host}, project ${client.access.project}, package ${name}`,
    latest,
    read: version => downloadFile(client, content(version)),
    async write(version, sealed) {
      const bid = await placeBid(client, `${name}-bids`, versionText(version))
      try {
        if (bid.isContested || (await latest()) >= version) return 'taken'
        await uploadOnce(client, content(version), sealed)
        return 'written'
      } finally {
        await bid.withdraw()
      }
    },
  }
}

interface Bid {
  /** Somebody else wants the same version. */
  readonly isContested: boolean
  withdraw(): Promise<void>
}

async function placeBid(client: Client, name: string, version: string): Promise<Bid> {
  const own = randomUUID()
  try {
    await uploadFile(client, {name, version, file: own}, Buffer.from('bid'))
    const bids = await bidsFor(client, name, version)
    const mine = bids.filter(bid => bid.name === own)
    const now = mine[0]?.created ?? 0
    return {
      // A bid that is not seen itself proves nothing about the others.
      isContested: mine.length === 0 || bids.some(bid => bid.name !== own && now - bid.created < bidLifetime),
      withdraw: () => remove(client, mine),
    }
  } catch (error) {
    // It may be there although its answer got lost, and would stand in the way of the next try.
    await unlessRefused(async () => {
      const bids = await bidsFor(client, name, version)
      await remove(
        client,
        bids.filter(bid => bid.name === own),
      )
    })
    throw error
  }
}

interface PlacedBid extends PackageFile {
  /** The package it is in. */
  readonly holder: number
}

async function bidsFor(client: Client, name: string, version: string): Promise<readonly PlacedBid[]> {
  const holder = (await packageVersions(client, name)).get(version)
  if (holder === undefined) return []
  return (await packageFiles(client, holder)).map(bid => ({...bid, holder}))
}

async function remove(client: Client, bids: readonly PlacedBid[]): Promise<void> {
  for (const {holder, id} of bids) await unlessRefused(() => removePackageFile(client, holder, id))
}

/** A bid that is gone already, by a first answer that got lost, or stays and grows too old: nothing depends on it. */
async function unlessRefused(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof GitlabFailure)) throw error
  }
}

/** Where duplicates are refused, a second try after a lost answer is refused too, although the first one did it. */
async function uploadOnce(client: Client, place: FilePlace, content: Uint8Array): Promise<void> {
  try {
    await uploadFile(client, place, content)
  } catch (error) {
    const isRefused = error instanceof GitlabFailure && error.status !== undefined && error.status < 500
    if (!isRefused || !(await isThere(client, place, content))) throw error
  }
}

async function isThere(client: Client, place: FilePlace, content: Uint8Array): Promise<boolean> {
  try {
    return (await downloadFile(client, place)).equals(content)
  } catch (error) {
    if (error instanceof GitlabFailure && error.status === 404) return false
    throw error
  }
}

/** GitLab wants three numbers (packages/generic_packages of its documentation). */
function versionText(version: number): string {
  return `${version}.0.0`
}

function versionNumber(text: string): readonly number[] {
  const [, number] = /^(\d+)\.0\.0$/.exec(text) ?? []
  return number === undefined ? [] : [Number(number)]
}
