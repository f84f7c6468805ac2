import type {Host, Site} from '@hive-ci/cli'

export type Labels = Readonly<Record<string, string>>

/** How everything of a stage is recognised on the engine. Root and context tell two projects of one name apart. */
export function stageLabels(site: Site): Record<string, string> {
  return {
    'hive.site': site.name,
    'hive.stage': site.stage,
    'hive.root': site.rootDirectory,
    'hive.context': site.contextDirectory,
  }
}

/** What a machine's container carries besides: all that `list` must know of a host the inventory may have dropped. */
export function machineLabels(site: Site, host: Host, hostKey: string): Record<string, string> {
  return {
    ...stageLabels(site),
    'hive.host': host.name,
    'hive.address': host.address,
    'hive.ssh-port': String(host.sshPort),
    'hive.host-key': hostKey,
  }
}

/** The engine's filter for what {@link stageLabels} marks. */
export function ownFilter(site: Site): {label: string[]} {
  return {label: Object.entries(stageLabels(site)).map(([name, value]) => `${name}=${value}`)}
}

export function isOwn(site: Site, labels: Labels | undefined): boolean {
  return Object.entries(stageLabels(site)).every(([name, value]) => labels?.[name] === value)
}

/** Who something foreign belongs to, for a sentence. */
export function ownerOf(labels: Labels | undefined): string {
  const root = labels?.['hive.root']
  return root
    ? `the project in ${root} (context ${labels['hive.context']})`
    : 'somebody else: it carries no labels of hive'
}
