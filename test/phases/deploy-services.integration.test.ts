import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {deployServices} from '../../src/phases/deploy-services.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {Service, Site} from '../../src/site/site.ts'
import {type PrivateEngine, startPrivateEngine} from '../support/private-engine.ts'
import {makeFullService} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {makeObject, makeSite} from '../support/site.ts'

const noOptions: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

let engine: PrivateEngine

beforeAll(async () => {
  engine = await startPrivateEngine()
  await engine.docker.createNetwork({Name: 'inside', Driver: 'overlay', Attachable: true})
})

afterAll(() => engine.stop())

function siteWith(...services: Service[]): Site {
  const networks = [{...makeObject('inside', ['networks']), driverOptions: {}, attachable: true}]
  return {...makeSite({hosts: 1}), services, networks}
}

async function deploy(services: Service[], options: Partial<PhaseOptions> = {}) {
  const session = makeSession(siteWith(...services), engine.connection)
  const report = await deployServices.run(session, {...noOptions, ...options})
  return {report, events: session.events}
}

describe('a service that uses every attribute', () => {
  test('is created, and left alone the second time', async () => {
    const service = makeFullService('full')
    const first = await deploy([service])
    expect(first.report.targets).toEqual([expect.objectContaining({target: 'full', outcome: 'changed'})])
    const second = await deploy([service])
    expect(second.report.changes).toEqual([])
  })
})
