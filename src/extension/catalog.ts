import type {Provider} from '../provider.ts'
import type {ImageRole, Role} from '../role.ts'

/** Everything the plugins brought, collected through oclif hooks, checked and indexed by name. */
export interface ExtensionCatalog {
  readonly providers: ReadonlyMap<string, Provider>
  /** Roles of setup-hosts in running order: every server's, the repository's, the cluster's. */
  readonly roles: readonly Role[]
  readonly imageRoles: ReadonlyMap<string, ImageRole>
}
