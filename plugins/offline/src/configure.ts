import type {RegistryLogin} from '@hive-ci/cli'
import type {Container} from 'dockerode'
import {type CacheFile, readCacheFile, writeCacheFiles} from './cache-files.ts'
import {registryConfig} from './config/registry-config.ts'
import {squidConfig} from './config/squid-config.ts'
import {stopContainer} from './container.ts'
import {type CacheSettings, settingsFile} from './settings.ts'

export interface Configuration {
  readonly settings: CacheSettings
  /** For registries that give nothing without one. */
  readonly logins?: readonly RegistryLogin[]
  /** Whom to trust outside, PEM; left as it is when not given. */
  readonly trusted?: string
}

/** Writes everything the cache's processes read, and stops the cache when that is another thing than it was started with. */
export async function configure(container: Container, configuration: Configuration): Promise<void> {
  const files = configurationFiles(configuration)
  const found = await Promise.all(files.map(({path}) => readCacheFile(container, path)))
  if (files.every(({content}, index) => content === found[index])) return
  await stopContainer(container)
  await writeCacheFiles(container, files)
}

function configurationFiles({settings, logins = [], trusted}: Configuration): readonly CacheFile[] {
  const registries = settings.registries.map(registry => ({
    path: `registries/${registry.name}.yml`,
    content: registryConfig(settings, registry, loginFor(registry.name, logins)),
    // While recording it holds the password of the other registry.
    isSecret: true,
  }))
  return [
    {path: 'squid.conf', content: squidConfig(settings)},
    ...registries,
    {path: 'upstream', content: (settings.mode === 'recording' && settings.upstream) || ''},
    ...(trusted === undefined ? [] : [{path: 'trusted.pem', content: trusted}]),
    // The mode last: a command that was killed before is done again.
    {path: settingsFile, content: `${JSON.stringify(settings, undefined, 2)}\n`},
  ]
}

function loginFor(name: string, logins: readonly RegistryLogin[]): RegistryLogin | undefined {
  return logins.find(({registry}) => registry === name)
}
