import {type Host, type OsFamily, packages, type Resource, type Site} from '@hive-ci/cli'
import {families} from './family.ts'

/**
 * What locks files and maps users on network storage, for the hives of a stage with a volume on NFS. Volumes of other
 * stages are nothing to this one.
 */
export function nfsClient({isHive}: Host, {volumes}: Site, family: OsFamily): Resource[] {
  return isHive && volumes.some(isOnNfs) ? [packages(families[family].nfsClient)] : []
}

/** The provider's storage (`nfs`), or a server of the project's by the engine's own driver. */
function isOnNfs({kind, driverOptions}: Site['volumes'][number]): boolean {
  return kind === 'nfs' || /^nfs4?$/.test(driverOptions.type ?? '')
}
