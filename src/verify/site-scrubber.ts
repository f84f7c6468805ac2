import {siteLogins} from '../docker/site-logins.ts'
import {scrubber} from '../engine/scrub.ts'
import {Secret, secret} from '../shell/secret.ts'
import type {Site} from '../site/site.ts'

/** Shorter values could be part of ordinary words. */
const shortest = 6

/**
 * Strikes out what must not be read in answers of hosts and programs: secret variables, passwords of registries, and
 * values of services' environments that go by the name of a secret.
 */
export async function siteScrubber(site: Site): Promise<(text: string) => string> {
  const settings = Object.values(site.settings).filter(value => value instanceof Secret)
  const passwords = (await siteLogins(site)).map(({password}) => password)
  const environment = site.services.flatMap(service => Object.entries(service.environment))
  const named = environment
    .filter(([name, value]) => /pass|secret|token|credential|key/i.test(name) && value.length >= shortest)
    .map(([, value]) => secret(value))
  return scrubber([...settings, ...passwords, ...named])
}
