import type {StageRules} from '../provider.ts'
import type {StageName} from '../site/site.ts'
import type {InventoryEntry, RawVariables} from './entry.ts'
import type {GroupTree} from './groups.ts'
import type {Origin} from './origin.ts'
import type {NumberMap} from './published-ports.ts'
import type {StageDefinition} from './schema/stage.ts'

export interface InventoryStage {
  readonly name: StageName
  readonly definition: StageDefinition
  /** As written in hive.yml, tagged values included. */
  readonly written: Readonly<Record<string, unknown>>
  readonly origin: Origin
  readonly rules: StageRules
}

/** Everything the inventory directory says, of all stages, valid and with nothing evaluated. */
export interface Inventory {
  /** `name` of hive.yml. */
  readonly name: string
  readonly activeStage: StageName
  /** Index of the server that starts the swarm of the active stage. */
  readonly firstHive: number
  readonly stages: ReadonlyMap<StageName, InventoryStage>
  /** In the order of the files. A service and a network may share a name, and are one object to Ansible then. */
  readonly entries: readonly InventoryEntry[]
  readonly groups: GroupTree
  /** Group -> what group_vars say of it; `all` is among them. */
  readonly groupVariables: ReadonlyMap<string, RawVariables>
  /** Object -> what host_vars say of it. */
  readonly hostVariables: ReadonlyMap<string, RawVariables>
  /** Published ports as they shall be stored for the active stage. */
  readonly publishedPorts: NumberMap
  /** Device ids as they shall be stored for the active stage. */
  readonly deviceIds: NumberMap
  /** Things that work but are surely not meant, one sentence each. */
  readonly warnings: readonly string[]
}
