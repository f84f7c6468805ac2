import {block, type Resource, type Site, secret, withoutBlock} from '@hive-ci/cli'

/**
 * Where Python packages come from (`pip_index_url`, `pip_trusted_host`), in `/etc/environment`: for people and for
 * services, which inherit it. A URL may hold a password.
 */
export function pipIndex({settings}: Site): Resource[] {
  const variables = {PIP_INDEX_URL: settings.pip_index_url, PIP_TRUSTED_HOST: settings.pip_trusted_host}
  const lines = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}\n`],
  )
  if (lines.length === 0) return [withoutBlock('/etc/environment', 'pip')]
  return [block('/etc/environment', {name: 'pip', content: secret(lines.join('')), create: true})]
}
