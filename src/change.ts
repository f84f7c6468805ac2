export type ChangeAction = 'create' | 'update' | 'replace' | 'start' | 'stop' | 'remove' | 'run'

/**
 * One difference between what is wanted and what was found, as plain data: plans are sorted lists of these, printed by
 * check mode and carried out by the room that made them.
 */
export interface Change {
  /** `kind:name`, e.g. `service:web`, `machine:p-hive0.example`. */
  readonly id: string
  readonly action: ChangeAction
  /** The host it happens on, where it happens on one. */
  readonly host?: string
  /** One line for each attribute that differs, e.g. `replicas: 1 -> 2`. Never a secret, never an environment value. */
  readonly details: readonly string[]
  /** A unified diff where the change is a text file's content. Never a secret. */
  readonly diff?: string
  /** Where in the inventory it is wanted, `file:line`. */
  readonly where?: string
}
