import type {Shell} from '../shell/sh.ts'

/**
 * One thing that should hold on a host. The engine knows nothing but this: a new kind of resource is a new file that
 * returns such a value.
 */
export interface Resource {
  /** Unique within a role, `kind:name`; shown to people, so it never holds a secret. */
  readonly id: string
  /** Functions that `check`, `apply` and `diff` share, so that a long text is sent once. Defines, runs nothing. */
  readonly define?: Shell
  /**
   * Exits 0 when the host is already right. Must not change anything and must not need a terminal or stdin. It runs in
   * the program's own shell, which saves a process: `exit`, `set` and `trap` belong inside parentheses.
   */
  readonly check: Shell
  /** Makes it right. Interrupted anywhere, the next run's `check` must notice and `apply` must finish the work. */
  readonly apply: Shell
  /** Prints what would change (a unified diff) to stdout; left out where the content is a secret. */
  readonly diff?: Shell
  /**
   * Runs once after this resource held, when any of the named resources changed in this run, or changed in an earlier
   * run that died before it came here. The named ones stand before this one.
   */
  readonly onChange?: {readonly of: readonly Resource[]; readonly run: Shell}
  /** The image the host's engine pulls for it: the mother offers it where the engine itself would not get it. */
  readonly pulls?: string
  /** A change takes effect only after a reboot: the engine reboots the host at the end of the role and continues. */
  readonly needsReboot?: boolean
  /** A change takes effect only for new logins (a group membership): the engine reconnects after the program. */
  readonly needsReconnect?: boolean
  /** A change could lock the mother out: the host puts it back unless she confirms over a new connection. */
  readonly guard?: Guard
  /** Seconds `apply` and `onChange.run` may take each; default 600. */
  readonly timeout?: number
}

/** How a host gets back what it had when a change of this resource cuts the mother off. */
export interface Guard {
  /** What is guarded, as a word people know: `sshd`, `firewall`. One name is saved once in a role. */
  readonly name: string
  /** Files and directories that are put back as they were, or taken away where there was nothing. */
  readonly paths: readonly string[]
  /** Prints what is live and in no file; `restore` gets it on standard input. */
  readonly save?: Shell
  /** Makes the files that were put back take effect. Runs without the program's functions, in a plain `sh`. */
  readonly restore: Shell
}
