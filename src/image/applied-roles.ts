import type Docker from 'dockerode'
import type {Change} from '../change.ts'
import type {Session} from '../session.ts'
import type {Variables} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'

/** A running container that roles are applied in. */
export interface RoleTarget {
  readonly session: Session
  readonly docker: Docker
  /** To the host the container runs on. */
  readonly connection: Connection
  /** Id or name. */
  readonly container: string
  /** Object of the inventory the roles are for: an image, or a service. */
  readonly object: {readonly name: string; readonly variables: Variables}
  readonly service: string
  /** For the roles' commands only. */
  readonly environment: Readonly<Record<string, string>>
  /** Look and tell, change nothing. */
  readonly checkMode: boolean
}

/** What roles found and did, or would do. */
export interface RoleTotals {
  /** Resources and tasks that were right. */
  readonly ok: number
  readonly changed: number
  readonly changes: readonly Change[]
}
