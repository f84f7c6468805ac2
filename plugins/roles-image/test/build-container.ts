import {closeEngine, dockerEngine} from '../../../src/docker/engine.ts'
import {baseFacts, compile, gatherFacts, runProgram} from '../../../src/engine/index.ts'
import {prepareRole} from '../../../src/image/role-material.ts'
import type {ImageRole} from '../../../src/role.ts'
import type {Site} from '../../../src/site/site.ts'
import {containerConnection} from '../../../src/transport/docker.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {makeSession} from '../../../test/support/session.ts'

/** A small Debian in which roles are applied as in the build of the image of service `web`. */
export interface BuildContainer {
  /** This machine, as the container sees it. */
  readonly gateway: string
  /** Outcome and message; `variables` are the image's. */
  apply(role: ImageRole, site: Site, variables?: Readonly<Record<string, unknown>>): Promise<readonly unknown[]>
  /** Exit status and output of a command line. */
  run(command: string): Promise<readonly [number | null, string]>
  stop(): Promise<void>
}

export async function startBuildContainer(): Promise<BuildContainer> {
  const docker = dockerEngine(localConnection())
  const container = await docker.createContainer({
    Image: 'hive-base:bookworm',
    Cmd: ['sleep', '1000'],
    HostConfig: {Init: true},
  })
  await container.start()
  const inside = containerConnection(docker, container.id)
  const {NetworkSettings} = await container.inspect()
  const gateway = NetworkSettings.Networks.bridge?.Gateway
  if (!gateway) throw new Error('the container has no gateway')
  return {
    gateway,
    async apply(role, site, variables = {}) {
      const target = {service: 'web', roleDirectory: '/roles', variable: (name: string) => variables[name]}
      const found = {kind: 'native' as const, name: role.name, role}
      const {material} = await prepareRole(makeSession(site, localConnection()), found, target)
      const facts = await gatherFacts(inside, baseFacts, {become: false})
      const program = compile([{role: role.name, resources: role.resources(target, site, facts, material)}], {
        checkMode: false,
      })
      const {outcome, message} = await runProgram(inside, program, {host: 'web', report: () => {}, become: false})
      return [outcome, message]
    },
    async run(command) {
      const {code, stdout} = await inside.exec(command)
      return [code, stdout.trim()]
    },
    async stop() {
      await container.remove({force: true})
      closeEngine(docker)
    },
  }
}
