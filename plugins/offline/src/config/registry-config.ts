import {type RegistryLogin, registryHost} from '@hive-ci/cli'
import type {CachedRegistry, CacheSettings} from '../settings.ts'

/**
 * Configuration of the registry that stands for another one: passes on what it lacks while recording, is read-only and
 * knows of no other place when frozen.
 */
export function registryConfig(
  {mode}: CacheSettings,
  {name, port}: CachedRegistry,
  login: RegistryLogin | undefined,
): string {
  const credentials = login && {username: login.user, password: login.password.reveal()}
  const isFrozen = mode === 'frozen'
  return JSON.stringify({
    version: '0.1',
    log: {level: 'warn', accesslog: {disabled: true}},
    storage: {
      filesystem: {rootdirectory: `/var/lib/hive-offline/registry/${name}`},
      maintenance: {uploadpurging: {enabled: false}, readonly: {enabled: isFrozen}},
    },
    http: {
      addr: `127.0.0.1:${port}`,
      relativeurls: true,
      tls: {certificate: '/run/registry-cert.pem', key: '/run/registry-key.pem'},
    },
    ...(!isFrozen && {proxy: {remoteurl: `https://${registryHost(name)}`, ...credentials}}),
  })
}
