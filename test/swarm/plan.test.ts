import type Docker from 'dockerode'
import {describe, expect, test} from 'vitest'
import type {Service} from '../../src/site/site.ts'
import type {FoundService} from '../../src/swarm/found-service.ts'
import {orphanedServices, planServices} from '../../src/swarm/plan.ts'
import {serviceSpec} from '../../src/swarm/spec/service.ts'
import {makeCluster} from '../support/cluster.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

const site = makeSite()
const position = {file: 'inventory/services.yml', line: 7, column: 3}

function specOf(service: Service): Docker.ServiceSpec {
  return serviceSpec({service, site, cluster: makeCluster(), image: 'box:1'})
}

function plan(service: Service, found: readonly FoundService[]) {
  const wanted = [{service, spec: specOf(service)}]
  return planServices({site, wanted, found, networkName: name => name}).map(({change}) => change)
}

function foundService(spec: Docker.ServiceSpec, rest: Partial<FoundService> = {}): FoundService {
  return {ID: `id-of-${spec.Name}`, Spec: spec, ...rest}
}

describe('a service', () => {
  const web = makeService('web', {position})

  test('that is missing is created', () => {
    expect(plan(web, [])).toEqual([
      {id: 'service:web', action: 'create', details: ['image: box:1'], where: 'inventory/services.yml:7'},
    ])
  })

  test('that is as wanted is left alone', () => {
    expect(plan(web, [foundService(specOf(web))])).toEqual([])
  })

  test('that differs is updated', () => {
    expect(plan({...web, replicas: 2}, [foundService(specOf(web))])).toEqual([
      {id: 'service:web', action: 'update', details: ['replicas: 1 -> 2'], where: 'inventory/services.yml:7'},
    ])
  })

  test('whose mode changes is made anew', () => {
    expect(plan({...web, mode: 'global'}, [foundService(specOf(web))])).toMatchObject([{action: 'replace'}])
  })

  test('whose update stopped half way is tried again', () => {
    const stopped = foundService(specOf(web), {UpdateStatus: {State: 'paused'}})
    expect(plan(web, [stopped])).toMatchObject([
      {action: 'update', details: ['update: stopped half way -> tried again']},
    ])
  })

  test('that was made by another tool is taken over', () => {
    const {Labels: _, ...unlabelled} = specOf(web)
    expect(plan(web, [foundService(unlabelled)])).toMatchObject([
      {action: 'update', details: ['labels: added HIVE_STANDALONE, hive.site, hive.stage']},
    ])
  })

  test('of another site stops everything', () => {
    const foreign = foundService({...specOf(web), Labels: {'hive.site': 'other', 'hive.stage': 'staging'}})
    expect(() => plan(web, [foreign])).toThrow(
      'Service web of the swarm belongs to site other, stage staging, not to example, stage private. Nothing was changed.',
    )
  })
})

test('orphans are services of this site and stage that the inventory does not have', () => {
  const found = [
    foundService({...specOf(makeService('old'))}),
    foundService({...specOf(makeService('web'))}),
    foundService({Name: 'stranger', Labels: {'hive.site': 'other', 'hive.stage': 'private'}}),
    foundService({Name: 'unlabelled'}),
  ]
  const orphans = orphanedServices({...site, services: [makeService('web')]}, found)
  expect(orphans.map(({ID}) => ID)).toEqual(['id-of-old'])
})
