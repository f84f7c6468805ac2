import type {AuthConfig} from 'dockerode'
import type {Secret} from '../shell/secret.ts'

/** A login at a registry. */
export interface RegistryLogin {
  /** Host and port as in image names, e.g. `p-hive3.example:5000`; Docker Hub is `docker.io`. */
  readonly registry: string
  readonly user: string
  readonly password: Secret
}

/** Docker Hub's address in credentials, which is not the name that images carry. */
const hubAddress = 'https://index.docker.io/v1/'

/** What dockerode wants as `authconfig`: it goes to the engine in the X-Registry-Auth header and nowhere else. */
export function registryAuth({registry, user, password}: RegistryLogin): AuthConfig {
  return {
    username: user,
    password: password.reveal(),
    serveraddress: credentialsAddress(registry),
  }
}

/** What a registry is called where credentials are kept. */
export function credentialsAddress(registry: string): string {
  return registry === 'docker.io' ? hubAddress : registry
}

/** The login for an image's registry; undefined when none was given for it. */
export function loginFor(image: string, logins: readonly RegistryLogin[]): RegistryLogin | undefined {
  const registry = registryOf(image)
  return logins.find(login => login.registry === registry)
}

/** The registry part of an image reference, by Docker's rule: a first component with a dot, a colon or `localhost`. */
export function registryOf(image: string): string {
  const slash = image.indexOf('/')
  const first = slash < 0 ? '' : image.slice(0, slash)
  return first === 'localhost' || /[.:]/.test(first) ? first : 'docker.io'
}
