import type {Item} from './item.ts'

/** In which order jobs take turns. GitLab knows a group from its first job on only; not every layout has each. */
export function resourceGroupItem(key: string, processMode: string, isInEachLayout: boolean): Item {
  const list = 'resource_groups'
  return {
    id: `resource-group:${key}`,
    list,
    isIt: entry => entry.key === key,
    wanted: {process_mode: processMode},
    found: ({process_mode}) => ({process_mode: `${process_mode}`}),
    create: isInEachLayout
      ? `The resource group ${key} is made by the first pipeline that uses it; run this again afterwards.`
      : undefined,
    change: () => [{method: 'PUT', path: `${list}/${encodeURIComponent(key)}`, body: {process_mode: processMode}}],
  }
}
