import {expect, test} from 'vitest'
import {clients} from '../../src/proxy/client/table.ts'
import {consumersOf, proxyVariables} from '../../src/proxy/consumer/consumers.ts'
import {ciNames} from '../../src/proxy/exceptions/ci-names.ts'
import {parseNoProxy} from '../../src/proxy/exceptions/given.ts'
import {goList, javaList, portableList} from '../../src/proxy/exceptions/list.ts'
import {siteExceptions} from '../../src/proxy/exceptions/names.ts'
import {asksProxy} from '../../src/proxy/explain/asks-proxy.ts'
import {explain} from '../../src/proxy/explain/explain.ts'
import {parseRequest} from '../../src/proxy/explain/request.ts'
import {tunnelVariables} from '../../src/proxy/tunnel/run-environment.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

const site = {
  ...makeSite({hosts: 2, hostVariables: {hive_internal_cidr: '172.31.252.0/22'}}),
  services: [makeService('web')],
}
const exceptions = siteExceptions({...site, jobNames: ['docker']})

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

test('what no_proxy says is told to each client in its words', () => {
  const told = siteExceptions(
    makeSite({hosts: 1, noProxy: parseNoProxy('Git.corp, .lab.test,10.8.0.7,10.9.0.0/16,fd00::7')}),
  )
  const own = siteExceptions(makeSite({hosts: 1}))
  const added = (list: (exceptions: typeof own) => string, separator: string) =>
    list(told)
      .split(separator)
      .filter(entry => !list(own).split(separator).includes(entry))
  expect(added(portableList, ',').join(',')).toBe('git.corp,lab.test,.lab.test,10.8.0.7,fd00::7,[fd00::7],10.9.0.0/16')
  expect(added(javaList, '|').join('|')).toBe('git.corp|lab.test|*.lab.test|10.8.0.7|[fd00::7]|10.9.*')
})

test.each([
  ['http://git.corp/', 'no client takes a URL; leave the scheme out'],
  ['git.corp:3000', 'many clients match no entry with a port; leave the port out'],
  ['*.corp', 'many clients know no *; write a domain as .example.com'],
  ['git.corp web', 'entries have commas between them'],
  ['0.0.0.0/0', 'that is no name, address or network'],
  ['10.8.', 'that is no name, address or network'],
  ['10.300.0.1', 'that is no name, address or network'],
])('no_proxy with %s is refused', (entry, problem) => {
  expect(() => parseNoProxy(`fine.test,${entry}`)).toThrow(`Variable no_proxy has "${entry}": ${problem}.`)
})

test('the mother and the engine she pulls for go the same way, by names and by networks', () => {
  const asking = makeSite({hosts: 1, noProxy: ['10.9.0.0/16', 'git.corp'], jobNames: ['docker']})
  const ways = ['10.9.1.2:5000', 'git.corp', 'docker:5000', 'docker.io', '10.8.1.2'].map(place =>
    asksProxy(asking, `https://${place}/`),
  )
  expect([...ways, asksProxy(asking, 'http://10.8.1.2/', '10.8.1.2')]).toEqual([false, false, false, true, true, false])
})

test('programs on hosts and in builds are told what "hive proxy show" prints', () => {
  const told = {...site, noProxy: ['git.corp'], jobNames: ['docker']}
  const [shown] = consumersOf('http://127.0.0.1:3128', siteExceptions(told))
  const {NODE_USE_ENV_PROXY: _, ...proxies} = tunnelVariables(told, '127.0.0.1:3128')
  const used = Object.entries(proxies).map(([name, value]) => `${name}=${value}`)
  expect(used).toEqual(shown?.lines)
  expect(used.at(-1)).toContain(',git.corp,docker,')
})

test('outside of jobs there are no such names', () => {
  expect(ciNames({})).toEqual([])
})
