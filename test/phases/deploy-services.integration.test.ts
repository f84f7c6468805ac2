import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {outcomes, sleep, useDeploying} from '../support/deploying.ts'
import {registryLogin} from '../support/private-engine.ts'
import {makeService} from '../support/service.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const swarm = useDeploying()

test('a plan tells everything and does nothing', async () => {
  const {report, events} = await swarm().deploy([makeService('web', sleep)], {}, {checkMode: true})
  expect(report).toMatchObject({outcome: 'would-change', changes: [{id: 'service:web', action: 'create'}]})
  expect(events.filter(({type}) => type === 'change')).toEqual([
    {type: 'change', change: report.changes[0], outcome: 'planned'},
  ])
  expect(await swarm().namesOfServices()).toEqual([])
})

test('a service that becomes global is made anew', async () => {
  await swarm().deploy([makeService('web', sleep)])
  const {report} = await swarm().deploy([makeService('web', {...sleep, mode: 'global'})])
  expect(report.changes).toMatchObject([{action: 'replace', details: ['replicas: 1 -> one on each node']}])
  expect(report.outcome).toBe('changed')
})

test('services the inventory lost are told of, and removed when asked', async () => {
  const [kept, lost] = [makeService('kept', sleep), makeService('lost', sleep)]
  await swarm().deploy([kept, lost])
  const {events} = await swarm().deploy([kept])
  expect(events).toContainEqual({
    type: 'warning',
    target: 'lost',
    text: 'Service lost runs, but the inventory has no such service. --prune removes it.',
  })
  expect(await swarm().namesOfServices()).toEqual(['kept', 'lost'])
  const {report} = await swarm().deploy([kept], {prune: true})
  expect(outcomes(report)).toEqual(['kept | ok', 'lost | changed'])
  expect(await swarm().namesOfServices()).toEqual(['kept'])
})

test('-l works on the named services only, and knows what was meant', async () => {
  const services = [makeService('web', sleep), makeService('database', sleep)]
  const {report} = await swarm().deploy(services, {limit: ['web']})
  expect(outcomes(report)).toEqual(['web | changed'])
  await expect(swarm().deploy(services, {limit: ['databse']})).rejects.toThrow(
    'Unknown service "databse" in this stage; did you mean database?',
  )
})

test('more tasks than hosts for one port are refused before anything is done', async () => {
  const ports = [{targetPort: 80, publishedPort: 8080, protocol: 'tcp', mode: 'host'}] as const
  const services = [makeService('fine', sleep), makeService('web', {...sleep, replicas: 2, ports})]
  await expect(swarm().deploy(services)).rejects.toThrow(
    /^Nothing was deployed\.\nService web: 2 replicas are wanted, but port 8080\/tcp/,
  )
  expect(await swarm().namesOfServices()).toEqual([])
})

test('a network that does not exist is refused before anything is done', async () => {
  await expect(swarm().deploy([makeService('web', {...sleep, networks: ['absent']})])).rejects.toThrow(
    'Nothing was deployed.\nService web: its network absent does not exist.',
  )
})

test('an image of the site is pulled with the login of its registry, by digest', async () => {
  const contextDirectory = await temporaryDirectory('context')
  await writeFile(join(contextDirectory, 'registry_password'), `${registryLogin.password}\n`)
  const service = makeService('own', {...sleep, image: {kind: 'built', image: 'image_own'}})
  const registry = {host: '127.0.0.1', port: 5001, user: registryLogin.user}
  const {report, events} = await swarm().deploy([service], {}, {}, {contextDirectory, registry})
  expect(outcomes(report)).toEqual(['own | changed'])
  expect(report.changes[0]?.details).toEqual([
    expect.stringMatching(/^image: 127\.0\.0\.1:5001\/image_own:latest@sha256:[0-9a-f]{64}$/),
  ])
  expect(JSON.stringify(events)).not.toContain(registryLogin.password)
})
