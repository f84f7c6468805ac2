import {access, constants} from 'node:fs/promises'
import {delimiter, join} from 'node:path'
import {HiveError} from '../error.ts'

const ansible = 'Install Ansible, for example with "apt-get install ansible" or "pipx install ansible".'

/** Programs on the mother that Ansible roles need where they are applied, with what to install. */
const needed = {
  containers: {
    'ansible-playbook': ansible,
    docker: 'Install the Docker command line client, for example with "apt-get install docker.io".',
  },
  hosts: {
    'ansible-playbook': ansible,
    ssh: 'Install the OpenSSH client, for example with "apt-get install openssh-client".',
  },
} as const

/**
 * Checks that what runs Ansible roles is there. `claim` says who needs it: `image_web has Ansible roles`.
 * @throws HiveError ANSIBLE_FAILED that names the missing program.
 */
export async function requirePrograms(place: keyof typeof needed, claim: string): Promise<void> {
  for (const [program, suggestion] of Object.entries(needed[place])) {
    if (await isInPath(program, process.env.PATH ?? '')) continue
    throw new HiveError(
      'ANSIBLE_FAILED',
      `${claim}, and the program ${program} is not on this machine to apply them.`,
      {
        suggestions: [suggestion],
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
