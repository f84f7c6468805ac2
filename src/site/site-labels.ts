import type {Site} from './site.ts'

/** Which site and stage a Docker object belongs to; this is how orphans are found. */
export const siteLabel = 'hive.site'
export const stageLabel = 'hive.stage'

/** Labels every Docker object carries that hive makes in the swarm of a site. */
export function ownLabels({name, stage}: Pick<Site, 'name' | 'stage'>): Record<string, string> {
  return {[siteLabel]: name, [stageLabel]: stage}
}

/** Whether labels say that an object belongs to this site and stage. */
export function isOwn(labels: Readonly<Record<string, string>> | null | undefined, site: Site): boolean {
  return labels?.[siteLabel] === site.name && labels[stageLabel] === site.stage
}
