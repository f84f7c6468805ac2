import {type Shell, sh} from '@hive-ci/cli'

/** Pieces of shell text one right after the other; what is undefined is left out. */
export function joined(parts: readonly (Shell | undefined)[]): Shell {
  return parts.reduce<Shell>((text, part) => (part === undefined ? text : sh`${text}${part}`), sh``)
}
