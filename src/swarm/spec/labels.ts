import type {Service, Site} from '../../site/site.ts'
import {ownLabels} from '../../site/site-labels.ts'

/** Labels of a service; `HIVE_STANDALONE` is read by hosts' scripts and projects. */
export function serviceLabels(service: Service, site: Site): Record<string, string> {
  return {...service.labels, HIVE_STANDALONE: service.standalone ? 'True' : 'False', ...ownLabels(site)}
}
