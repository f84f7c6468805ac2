import {spawnSync} from 'node:child_process'
import {guardFunctions} from '../../src/shell/guard-functions.ts'
import {prelude} from '../../src/shell/prelude.ts'

/** What shellcheck has to say about a program; '' when it finds nothing. */
export function shellcheck(program: string): string {
  // SC2235: the check of a command resource gets its subshell on purpose, so that it may exit.
  const {stdout, stderr, error} = spawnSync('shellcheck', ['-s', 'sh', '-f', 'gcc', '-e', 'SC2235', '-'], {
    input: program,
    encoding: 'utf8',
  })
  if (error) throw error
  return stdout + stderr
}

/**
 * The same about the steps of a compiled program. What every program begins with takes shellcheck a second each time;
 * `test/engine` has that looked at once.
 */
export function shellcheckSteps(program: string): string {
  const uses = (...names: readonly string[]) => `: ${names.map(name => `"$${name}"`).join(' ')}`
  const steps = program
    .replace(prelude, () => uses('hive_checking', 'hive_state', 'hive_runtime'))
    .replace(guardFunctions, () => uses('hive_guard_seconds'))
  return shellcheck(steps)
}
