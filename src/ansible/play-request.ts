import type {Session} from '../session.ts'
import type {ConfigSections} from './config-file.ts'
import type {Play} from './playbook-file.ts'

/** One run of ansible-playbook. */
export interface PlayRequest {
  readonly session: Session
  readonly play: Play
  /** Variables of single objects that come before those of the inventory. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** For reports. */
  readonly target: string
  /** A directory of this run's own, where everything ansible-playbook is given is written. */
  readonly directory: string
  /** Settings of ansible.cfg that come before the project's. */
  readonly config?: ConfigSections
  /** Address for programs that speak to a Docker engine. */
  readonly engineAddress?: string
  readonly checkMode: boolean
}
