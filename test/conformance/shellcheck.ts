import {spawnSync} from 'node:child_process'

/** What shellcheck has to say about a program; '' when it finds nothing. */
export function shellcheck(program: string): string {
  const {stdout, stderr, error} = spawnSync('shellcheck', ['-s', 'sh', '-f', 'gcc', '-'], {
    input: program,
    encoding: 'utf8',
  })
  if (error) throw error
  return stdout + stderr
}
