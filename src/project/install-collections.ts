import {join} from 'node:path'
import {execa} from 'execa'
import {HiveError, reasonOf} from '../error.ts'
import {withoutOwnSecrets} from '../shell/own-secrets.ts'
import type {Settings} from '../variables/settings.ts'

export interface InstalledCollections {
  readonly collections: readonly string[]
  readonly directory: string
}

/** What project roles of hive-builder use, and the connection they reach containers through. */
const collections = ['ansible.posix', 'community.docker', 'community.general', 'community.crypto', 'ansible.utils']

/**
 * Installs Ansible collections into `.collections` of the project, where roles of the project look for them.
 * Throws `HiveError` ANSIBLE_FAILED when ansible-galaxy is missing or fails.
 */
export async function installCollections({root_dir}: Settings): Promise<InstalledCollections> {
  const directory = join(root_dir, '.collections')
  try {
    await execa('ansible-galaxy', ['collection', 'install', '-p', directory, ...collections], {
      env: withoutOwnSecrets(process.env),
      stdout: process.stderr,
      stderr: 'inherit',
      stdin: 'ignore',
    })
    return {collections, directory}
  } catch (cause) {
    throw new HiveError('ANSIBLE_FAILED', `The Ansible collections could not be installed: ${reasonOf(cause)}`, {
      cause,
      suggestions: ['Check that ansible-galaxy is installed and reaches galaxy.ansible.com, or its mirror.'],
    })
  }
}
