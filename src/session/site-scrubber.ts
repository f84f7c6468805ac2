import {siteLogins} from '../docker/site-logins.ts'
import {scrubber} from '../engine/scrub.ts'
import {Secret, secret} from '../shell/secret.ts'
import type {Site} from '../site/site.ts'

/** Shorter values could be part of ordinary words. */
const shortest = 6

const secretName = /(^|_)(pass|passwd|password|passphrase|secret|token|credentials?|api_?key|private_?key|key)(_|$)/i

/**
 * Strikes out what must not be read in what hosts and programs say: secret variables, passwords of registries, and
 * values of services' environments that go by the name of a secret.
 */
export async function siteScrubber(site: Site): Promise<(text: string) => string> {
  const settings = Object.values(site.settings).filter(value => value instanceof Secret)
  const passwords = (await siteLogins(site)).map(({password}) => password)
  return scrubber([...settings, ...passwords, ...environmentSecrets(site).map(secret)])
}

/** Paths and names of the site's own things are no secrets, whatever a variable is called. */
function environmentSecrets({services, hosts, images, name}: Site): readonly string[] {
  const known = new Set([name, ...[...services, ...hosts, ...images].map(object => object.name)])
  return services
    .flatMap(({environment}) => Object.entries(environment))
    .filter(([variable, value]) => secretName.test(variable) && value.length >= shortest)
    .map(([, value]) => value)
    .filter(value => !value.startsWith('/') && !known.has(value))
}
