import type {Item} from './item.ts'

/** In which order jobs take turns. GitLab knows a group from its first job on only. */
export function resourceGroupItem(key: string, processMode: string): Item {
  const list = 'resource_groups'
  return {
    id: `resource-group:${key}`,
    list,
    isIt: entry => entry.key === key,
    wanted: {process_mode: processMode},
    found: ({process_mode}) => ({process_mode: `${process_mode}`}),
    create: `The resource group ${key} is made by the first pipeline that uses it; run this again afterwards.`,
    change: () => [{method: 'PUT', path: `${list}/${encodeURIComponent(key)}`, body: {process_mode: processMode}}],
  }
}
