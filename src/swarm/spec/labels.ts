import type {Service, Site} from '../../site/site.ts'

/** Which site and stage a swarm object belongs to; this is how orphans are found. */
export const siteLabel = 'hive.site'
export const stageLabel = 'hive.stage'

/** Labels every object of the site carries. */
export function ownLabels({name, stage}: Pick<Site, 'name' | 'stage'>): Record<string, string> {
  return {[siteLabel]: name, [stageLabel]: stage}
}

/** Labels of a service; `HIVE_STANDALONE` is read by hosts' scripts and projects. */
export function serviceLabels(service: Service, site: Site): Record<string, string> {
  return {...service.labels, HIVE_STANDALONE: service.standalone ? 'True' : 'False', ...ownLabels(site)}
}
