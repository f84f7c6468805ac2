import type Docker from 'dockerode'
import type {Carry} from '../docker/carry/carrier.ts'
import {type ImageNaming, readImageNaming} from '../docker/image-naming.ts'
import type {RegistryLogin} from '../docker/registry-auth.ts'
import {siteLogins} from '../docker/site-logins.ts'
import {HiveError} from '../error.ts'
import type {Session} from '../session.ts'
import {type BaseImage, findBase} from './base-image.ts'
import {findRole, knownRoles} from './find-role.ts'
import type {RoleCatalog} from './image-source.ts'
import {remember} from './remember.ts'
import {repositoryHost} from './repository-host.ts'

/** What the images of a run are built with. */
export interface BuildRoom {
  readonly session: Session
  /** The repository host's. */
  readonly docker: Docker
  readonly naming: ImageNaming
  readonly roles: RoleCatalog
  /** By reference, after naming; each looked for once. */
  readonly findBase: (reference: string) => Promise<BaseImage>
  /** At every registry, the site's own among them. */
  readonly logins: readonly RegistryLogin[]
  /** At the site's own registry. */
  readonly login: RegistryLogin
}

/** Opens the engine of the repository host and reads what the context directory says about images; `carry` brings bases. */
export async function openRoom(session: Session, carry: Carry): Promise<BuildRoom> {
  const {site, extensions} = session
  const [docker, naming, logins] = await Promise.all([
    session.hosts.engine(repositoryHost(site)),
    readImageNaming(site),
    siteLogins(site),
  ])
  return {
    session,
    docker,
    naming,
    roles: {
      names: await knownRoles(site.settings, extensions),
      find: remember(name => findRole(name, site.settings, extensions)),
    },
    findBase: remember(reference => findBase(docker, reference, {logins, carry})),
    logins,
    login: ownLogin(session, logins),
  }
}

function ownLogin({site}: Session, logins: readonly RegistryLogin[]): RegistryLogin {
  const registry = `${site.registry.host}:${site.registry.port}`
  const login = logins.find(candidate => candidate.registry === registry)
  if (login) return login
  throw new HiveError('CONTEXT_INVALID', `There is no password for the site's registry in ${site.contextDirectory}.`, {
    suggestions: ['Run "hive setup-hosts": it makes the password and sets up the registry.'],
  })
}
