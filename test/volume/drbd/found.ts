import type {Host} from '../../../src/site/site.ts'
import type {FoundDrbd, FoundReplica} from '../../../src/volume/drbd/look.ts'
import {type DrbdVersion, drbdVersions} from '../../../src/volume/drbd/version.ts'

/** What a generation of DRBD can do. */
export function knownVersion(generation: '8' | '9'): DrbdVersion {
  const version = drbdVersions[generation]
  if (version === undefined) throw new Error(`DRBD ${generation} is not known`)
  return version
}

/** A host that has DRBD, and of the volume `data` what the test says. */
export function foundDrbd(host: Host, version: string, replica?: Partial<FoundReplica>): FoundDrbd {
  const nothing = {file: '', isComplete: false, isUp: false, isPrimary: false, isKeeper: false, isGrowing: false}
  return {
    host,
    version,
    nodeName: host.shortName,
    replicas: new Map(replica ? [['data', {...nothing, ...replica}]] : []),
  }
}
