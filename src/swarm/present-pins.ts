import {containerOf, type FoundService} from './found-service.ts'

/**
 * Where volumes are by what the swarm itself says: services that mount one are bound to its node. So a hive host that is
 * down need not be asked. Volume name -> node name.
 */
export function presentPins(found: readonly FoundService[], sources: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    found.flatMap(({Spec}): [string, string][] => {
      const node = boundTo(Spec?.TaskTemplate?.Placement?.Constraints ?? [])
      const mounted = containerOf(Spec)?.Mounts?.map(({Source}) => Source) ?? []
      return node === undefined ? [] : sources.filter(source => mounted.includes(source)).map(source => [source, node])
    }),
  )
}

function boundTo(constraints: readonly string[]): string | undefined {
  const bindings = constraints.map(text => /^node\.hostname\s*==\s*(.+)$/.exec(text.trim())?.[1])
  return bindings.find(node => node !== undefined)
}
