import {type Site, setVariable} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import type {UpReport} from './up.ts'

export const portFlag = Flags.integer({summary: 'Port of the loopback it listens on (13128).', min: 1, max: 65_535})
export const setFlag = Flags.boolean({summary: 'Store http_proxy and extra_ca, so that the stage uses it.'})

/** Lets a stage use the cache from now on. */
export async function storeUse(settings: Site['settings'], {proxy, certificate}: UpReport): Promise<void> {
  const {root_dir: rootDirectory, stage} = settings
  await setVariable({rootDirectory, stage, name: 'http_proxy', value: proxy})
  await setVariable({rootDirectory, stage, name: 'extra_ca', value: certificate})
}
