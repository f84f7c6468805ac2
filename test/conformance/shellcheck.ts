import {spawnSync} from 'node:child_process'

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
