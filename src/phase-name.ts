/** The seven phases in their only order. */
export const phaseNames = [
  'build-infra',
  'setup-hosts',
  'build-images',
  'build-volumes',
  'build-networks',
  'deploy-services',
  'initialize-services',
] as const

export type PhaseName = (typeof phaseNames)[number]
