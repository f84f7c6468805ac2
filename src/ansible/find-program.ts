import {access, constants} from 'node:fs/promises'
import {delimiter, join} from 'node:path'
import {HiveError} from '../error.ts'

/** Programs that Ansible roles need on the mother, with what to install. */
const needed = {
  'ansible-playbook': 'Install Ansible, for example with "apt-get install ansible" or "pipx install ansible".',
  ssh: 'Install the OpenSSH client, for example with "apt-get install openssh-client".',
  docker: 'Install the Docker command line client, for example with "apt-get install docker.io".',
} as const

/**
 * Checks that what runs Ansible roles is there. `claim` says who needs it: `image_web has Ansible roles`.
 * @throws HiveError ANSIBLE_FAILED that names the missing program.
 */
export async function requirePrograms(programs: readonly (keyof typeof needed)[], claim: string): Promise<void> {
  for (const program of programs) {
    if (await isInPath(program, process.env.PATH ?? '')) continue
    throw new HiveError(
      'ANSIBLE_FAILED',
      `${claim}, and the program ${program} is not on this machine to apply them.`,
      {
        suggestions: [needed[program]],
      },
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
