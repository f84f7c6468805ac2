import {HiveError} from '../error.ts'
import type {PhaseName} from '../phase-name.ts'
import type {Site} from '../site/site.ts'

/**
 * Refuses, before anything is touched, phases that need the images of a `shared_repository`: a container on the mother,
 * which this version neither builds nor reaches. Throws `HiveError` INVENTORY_INVALID.
 */
export function refuseSharedRepository({definition, stage}: Site, phases: readonly PhaseName[]): void {
  const phase = phases.find(name => name !== 'build-infra' && name !== 'setup-hosts')
  if (definition.shared_repository === undefined || phase === undefined) return
  throw new HiveError(
    'INVENTORY_INVALID',
    `Stage ${stage} has a shared_repository, which this version of hive neither builds nor reaches, so there is no ` +
      `place for the images ${phase} is about. Nothing was changed.`,
    {
      suggestions: [
        `Take shared_repository out of stage ${stage} in hive.yml: its last host becomes its repository.`,
        'The phases build-infra and setup-hosts can be run by themselves; what follows has to be done with hive-builder.',
      ],
    },
  )
}
