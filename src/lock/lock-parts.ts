import {join} from 'node:path'
import type {Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import {type HeldLock, holdLock} from './hold-lock.ts'
import type {Holder} from './holder.ts'
import type {LockPart} from './part.ts'
import {type Patience, untilFree} from './patience.ts'

/** Who wants which parts of a stage, and for how long it is worth waiting. */
export interface PartsRequest {
  readonly site: Pick<Site, 'name' | 'stage' | 'contextDirectory'>
  readonly parts: readonly LockPart[]
  readonly holder: Holder
  /** Take them although somebody holds them. */
  readonly breakLock: boolean
  readonly patience: Patience
}

/** Takes parts of a stage for other runs of this mother: through files of its context directory. Throws STAGE_LOCKED. */
export function lockHere(mother: Connection, request: PartsRequest): Promise<HeldLock> {
  return lockParts(mother, join(request.site.contextDirectory, 'lock'), request)
}

/** Takes parts of a stage for runs of other mothers: through files on its repository host. Throws STAGE_LOCKED. */
export function lockThere(repository: Connection, request: PartsRequest): Promise<HeldLock> {
  return lockParts(repository, `.hive/lock.${request.site.name}.${request.site.stage}`, request)
}

function lockParts(connection: Connection, base: string, request: PartsRequest): Promise<HeldLock> {
  const {site, parts, holder, breakLock, patience} = request
  const what = `Stage ${site.stage} of ${site.name}`
  const paths = parts.map(part => `${base}.${part}`)
  return untilFree(patience, () => holdLock(connection, {what, paths, holder, breakLock}))
}
