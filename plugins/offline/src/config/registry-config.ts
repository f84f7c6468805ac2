import type {RegistryLogin} from '@hive-ci/cli'
import {registryUrl} from '../registry-url.ts'
import type {CachedRegistry, CacheSettings} from '../settings.ts'

/**
 * Configuration of the registry that stands for another one: passes on what it lacks while recording, is read-only and
 * knows of no other place when frozen.
 */
export function registryConfig(
  {mode}: CacheSettings,
  registry: CachedRegistry,
  login: RegistryLogin | undefined,
): string {
  const {name, port} = registry
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
    ...(!isFrozen && {proxy: {remoteurl: remoteUrl(registry, login), ...credentials}}),
  })
}

/**
 * The login is in it once more: a registry that asks for name and password itself gets them from here, one that sends
 * its clients for a token gets that, which needs them apart.
 */
function remoteUrl(registry: CachedRegistry, login: RegistryLogin | undefined): string {
  if (login === undefined) return registryUrl(registry)
  return registryUrl(registry, `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password.reveal())}@`)
}
