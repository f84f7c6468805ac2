import provider from '../../plugins/provider-docker/src/index.ts'
import rolesImage from '../../plugins/roles-image/src/index.ts'
import type {ImageRole} from '../../src/role.ts'
import type {Session} from '../../src/session.ts'
import {loadSite} from '../../src/site/load-site.ts'
import type {Site} from '../../src/site/site.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {localConnection} from '../../src/transport/local.ts'
import {resolveSettings} from '../../src/variables/resolve.ts'
import {makeSession, type TestSession} from './session.ts'

export interface ProjectWish extends Partial<Session> {
  /** Port of the site's registry on this machine's loopback. */
  readonly registryPort: number
  /** Hive variables. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly connection?: Connection
}

/** A session of a project directory, whose every host is this machine. */
export async function projectSession(root: string, wish: ProjectWish): Promise<TestSession> {
  const {registryPort, settings: commandLine = {}, connection = localConnection(), ...rest} = wish
  const docker = await provider()
  const settings = await resolveSettings({rootDirectory: root, commandLine, environment: process.env})
  const stageRules = new Map([[docker.name, docker.stageRules]])
  const loaded = await loadSite({settings, stageRules, environment: process.env})
  const site: Site = {...loaded.site, registry: {host: 'localhost', port: registryPort, user: 'hive'}}
  const {roles} = await rolesImage()
  const imageRoles = roles.filter((role): role is ImageRole => role.kind === 'image')
  return makeSession(site, connection, {
    extensions: {
      providers: new Map([[docker.name, docker]]),
      roles: [],
      imageRoles: new Map(imageRoles.map(role => [role.name, role])),
    },
    ...rest,
  })
}
