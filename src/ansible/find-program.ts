import {access, constants} from 'node:fs/promises'
import {delimiter, join} from 'node:path'
import {HiveError} from '../error.ts'

/** Programs that Ansible roles need on the mother, with what to install. */
const needed = {
  'ansible-playbook': 'Install Ansible, for example with "apt-get install ansible" or "pipx install ansible".',
  docker: 'Install the Docker command line client, for example with "apt-get install docker.io".',
} as const

/**
 * Checks that what runs Ansible roles is there.
 * @throws HiveError ANSIBLE_FAILED that names the missing program.
 */
export async function requirePrograms(path: string, object: string): Promise<void> {
  for (const [program, suggestion] of Object.entries(needed)) {
    if (await isInPath(program, path)) continue
    throw new HiveError(
      'ANSIBLE_FAILED',
      `${object} has Ansible roles, and the program ${program} that applies them is not on this machine.`,
      {suggestions: [suggestion]},
    )
  }
}

async function isInPath(program: string, path: string): Promise<boolean> {
  const tries = path
    .split(delimiter)
    .filter(directory => directory !== '')
    .map(directory => access(join(directory, program), constants.X_OK))
  return Promise.any(tries).then(
    () => true,
    () => false,
  )
}
