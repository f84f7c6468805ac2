import type {PhaseName} from '../phase-name.ts'

/** What of a stage a run has for itself. */
export type LockPart = 'images' | 'volumes'

const ofPhase: Readonly<Partial<Record<PhaseName, LockPart>>> = {'build-images': 'images', 'build-volumes': 'volumes'}

/**
 * The parts runs of these phases take. Images are made on the repository host and volumes on the hives, so two runs may do
 * that at the same time; everything else has the whole stage.
 */
export function partsOf(phases: readonly PhaseName[]): readonly LockPart[] {
  const parts = new Set(phases.map(phase => ofPhase[phase]))
  const [only] = parts
  return parts.size === 1 && only !== undefined ? [only] : ['images', 'volumes']
}
