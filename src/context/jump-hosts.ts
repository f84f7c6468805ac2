import type {JumpHost, Machine} from '../provider.ts'
import {jumpHostName} from './ssh-hosts.ts'

/** The jump hosts of a stage, each once, in the order of the machines behind them. */
export function jumpHosts(machines: readonly Machine[]): readonly JumpHost[] {
  const found = machines.flatMap(({jump}) => (jump ? [[jumpHostName(jump), jump] as const] : []))
  return [...new Map(found).values()]
}
