import {expect, test} from 'vitest'
import {clients} from '../../src/proxy/client/table.ts'
import {proxyVariables} from '../../src/proxy/consumer/consumers.ts'
import {ciNames} from '../../src/proxy/exceptions/ci-names.ts'
import {goList, javaList, portableList} from '../../src/proxy/exceptions/list.ts'
import {siteExceptions} from '../../src/proxy/exceptions/names.ts'
import {explain} from '../../src/proxy/explain/explain.ts'
import {parseRequest} from '../../src/proxy/explain/request.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

const site = {
  ...makeSite({hosts: 2, hostVariables: {hive_internal_cidr: '172.31.252.0/22'}}),
  services: [makeService('web')],
}
const exceptions = siteExceptions(site, ['docker'])

test('the list names the machine, hosts, services, addresses and then networks', () => {
  expect(portableList(exceptions).split(',')).toEqual([
    ...['localhost', 'p-hive0.example', 'p-hive0', 'p-hive1.example', 'p-hive1', 'web', 'tasks.web', 'docker'],
    ...['127.0.0.1', '::1', '[::1]', '10.99.1.4', '10.99.1.5', '169.254.169.254'],
    ...['10.99.1.0/24', '172.31.252.0/22'],
  ])
})

test("Docker's list also has the registry with its port", () => {
  expect(goList(exceptions)).toBe(`${portableList(exceptions)},p-hive1.example:5000`)
})

test('Java gets bars, and networks as it can match them', () => {
  expect(javaList(exceptions)).toBe(
    'localhost|p-hive0.example|p-hive0|p-hive1.example|p-hive1|web|tasks.web|docker|127.*|127.0.0.1|[::1]|10.99.1.4|' +
      '10.99.1.5|169.254.169.254|10.99.1.*|172.31.252.*|172.31.253.*|172.31.254.*|172.31.255.*',
  )
})

test('every client that knows exceptions reaches everything of the site directly', () => {
  const targets = ['localhost', '127.0.0.1', 'p-hive0.example', 'p-hive1', 'p-hive1.example:5000', 'web', '10.99.1.5']
  const environment = {...proxyVariables('http://proxy:3128', portableList(exceptions)), NODE_USE_ENV_PROXY: '1'}
  const missed = clients
    .filter(client => client.exceptionVariables.length > 0)
    .flatMap(client =>
      targets
        .filter(target => explain(client, environment, parseRequest(`http://${target}/`)).way === 'proxy')
        .map(target => `${client.name} ${target}`),
    )
  expect(missed).toEqual([])
})

test('in a job the engine beside it is an exception, and a GitLab that the job itself reaches directly', () => {
  const job = {
    DOCKER_HOST: 'tcp://docker:2376',
    CI_SERVER_HOST: 'gitlab.corp.test',
    CI_REGISTRY: 'registry.far.test:5050',
    https_proxy: 'http://proxy:3128',
    no_proxy: '.corp.test',
  }
  expect(ciNames(job)).toEqual(['docker', 'gitlab.corp.test'])
})

test('outside of jobs there are no such names', () => {
  expect(ciNames({})).toEqual([])
})
