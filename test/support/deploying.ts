import {afterAll, afterEach, beforeAll} from 'vitest'
import {deployServices} from '../../src/phases/deploy-services.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {PhaseReport, RunEvent} from '../../src/reporter/event.ts'
import type {Session} from '../../src/session.ts'
import type {Service, Site} from '../../src/site/site.ts'
import {type PrivateEngine, startPrivateEngine} from './private-engine.ts'
import type {ServiceWish} from './service.ts'
import {makeSession} from './session.ts'
import {makeObject, makeSite} from './site.ts'

const noOptions: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

/** What a service of these tests has unless it says otherwise: it runs, and ends soon when it is asked to. */
export const sleep: ServiceWish = {command: ['sleep', '3600'], stopGracePeriod: '1s', networks: ['inside']}

/** Variables of a service whose updates are over soon. */
export const quick = {hive_update_config: {monitor: '1s', parallelism: 2}}

/** deploy-services on a swarm of one node of the file's own, with the networks `inside` and `outside`. */
export interface Deploying {
  readonly engine: PrivateEngine
  deploy(
    services: readonly Service[],
    options?: Partial<PhaseOptions>,
    session?: Partial<Session>,
    site?: Partial<Site>,
  ): Promise<{readonly report: PhaseReport; readonly events: readonly RunEvent[]}>
  namesOfServices(): Promise<readonly (string | undefined)[]>
}

/** To be called where a file of tests, or a `describe`, begins. After each test its services are removed. */
export function useDeploying({keep = false} = {}): () => Deploying {
  let engine: PrivateEngine | undefined
  beforeAll(async () => {
    engine = await startPrivateEngine()
    for (const Name of ['inside', 'outside']) {
      await engine.docker.createNetwork({Name, Driver: 'overlay', Attachable: true})
    }
  })
  afterAll(() => engine?.stop())
  if (!keep) afterEach(() => engine && removeServices(engine))
  return () => {
    if (engine === undefined) throw new Error('the engine was not started')
    return deploying(engine)
  }
}

/** Targets as lines: name, outcome and, where there is one, the message. */
export function outcomes({targets}: PhaseReport): readonly string[] {
  return targets.map(({target, outcome, message}) => [target, outcome, message].filter(Boolean).join(' | '))
}

function deploying(engine: PrivateEngine): Deploying {
  return {
    engine,
    async deploy(services, options = {}, session = {}, site = {}) {
      const networks = [{...makeObject('inside', ['networks']), driverOptions: {}, attachable: true}]
      const wanted: Site = {...makeSite({hosts: 1}), services, networks, ...site}
      const made = makeSession(wanted, engine.connection, session)
      return {report: await deployServices.run(made, {...noOptions, ...options}), events: made.events}
    },
    async namesOfServices() {
      const services = await engine.docker.listServices()
      return services.map(({Spec}) => Spec?.Name).toSorted()
    },
  }
}

async function removeServices({docker}: PrivateEngine): Promise<void> {
  for (const {ID} of await docker.listServices()) await docker.getService(ID).remove()
}
