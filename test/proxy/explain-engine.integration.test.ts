import {readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {followToEnd} from '../../src/docker/image-progress.ts'
import {findClient} from '../../src/proxy/client/find.ts'
import {goList} from '../../src/proxy/exceptions/list.ts'
import {siteExceptions} from '../../src/proxy/exceptions/names.ts'
import {explain} from '../../src/proxy/explain/explain.ts'
import {parseRequest} from '../../src/proxy/explain/request.ts'
import {startPrivateEngine} from '../support/private-engine.ts'
import {makeSite} from '../support/site.ts'
import {readLog, squidConfig, squidDirectory} from '../support/squid.ts'

/** What an engine is started with. Of two variables that differ it takes the upper case: nobody is at the other proxy. */
function environment(list: string): Readonly<Record<string, string>> {
  const [proxy, nobody] = ['http://127.0.0.1:3128', 'http://127.0.0.1:1']
  return {
    ...{HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: list},
    ...{http_proxy: nobody, https_proxy: nobody, no_proxy: 'lower.test'},
  }
}

const hiveList = goList(siteExceptions(makeSite({hosts: 2})))

/** By list: the places that images are pulled from. */
const cases: Readonly<Record<string, readonly string[]>> = {
  [`${hiveList},elsewhere.test`]: [
    ...['p-hive1.example:5000', 'p-hive0.example', '10.99.1.5:5000', '10.99.1.77:5000', 'localhost:8089'],
    ...['example.test:5000', '10.99.2.5:5000', 'hive1.example', 'elsewhere.test', 'lower.test'],
  ],
  'example.test,.below.test,*.starred.test,ported.test:8080,usual.test:443,10.1.2.3,10.20.0.0/16,2.4,10.30.0.1:8080': [
    ...['example.test', 'example.test:5000', 'www.example.test', 'notexample.test'],
    ...['below.test', 'www.below.test', 'starred.test', 'www.starred.test'],
    ...['ported.test', 'ported.test:8080', 'usual.test', 'usual.test:8080'],
    ...['10.1.2.3:5000', '10.1.2.30:5000', '10.20.3.4:5000', '10.40.2.4:5000', '10.30.0.1', '10.30.0.1:8080'],
    ...['127.0.0.5:8089', 'lower.test'],
  ],
  'a.test, spaced.test ,UPPER.TEST,one.test two.test,three.test;four.test,ended.test.,http://named.test': [
    ...['spaced.test', 'upper.test', 'one.test', 'two.test', 'three.test', 'four.test', 'ended.test', 'named.test'],
  ],
  'a.test,*': ['www.example.test', '10.1.2.3:5000'],
}

test.each(Object.entries(cases))('an engine told %s asks whom its rules say', async (list, authorities) => {
  const told = authorities.map(authority => {
    const {way} = explain(findClient('dockerd'), environment(list), parseRequest(`https://${authority}/`))
    return `${authority}: ${way}`
  })
  expect(await asked(list, authorities)).toEqual(told)
})

/** Whom an engine asks for an image of each place: squid, which refuses, or the place, where only a listener is. */
async function asked(list: string, authorities: readonly string[]): Promise<readonly string[]> {
  const directory = await squidDirectory()
  const places = placesOf(authorities)
  const config = squidConfig(directory, '%rm %ru', ['http_port 127.0.0.1:3128', 'http_access deny all'])
  await writeFile(join(directory, 'squid.conf'), config)
  await writeFile(join(directory, 'hosts'), places.map(({host, address}) => `${address} ${host}\n`).join(''))
  await writeFile(join(directory, 'listen.cjs'), listener(directory, places))
  const engine = await startPrivateEngine({environment: environment(list), beside: beside(directory, places)})
  try {
    const pulls = authorities.map(async authority =>
      followToEnd(engine.docker, await engine.docker.pull(`${authority}/nothing:1`)),
    )
    await Promise.allSettled(pulls)
    const log = await readLog(directory)
    const reached = (await readFile(join(directory, 'reached'), 'utf8')).split('\n')
    return places.map(({authority, host, port}) => {
      const ways = [log.includes(`CONNECT ${host}:${port}`) && 'proxy', reached.includes(authority) && 'direct']
      return `${authority}: ${ways.filter(Boolean).join(' and ') || 'nobody'}`
    })
  } finally {
    await engine.stop()
    await rm(directory, {recursive: true, force: true})
  }
}

interface Place {
  readonly authority: string
  readonly host: string
  readonly port: number
  readonly address: string
}

/** Every name has an address of its own. */
function placesOf(authorities: readonly string[]): readonly Place[] {
  const requests = authorities.map(authority => parseRequest(`https://${authority}/`))
  const hosts = requests.map(({host}) => host)
  return requests.map(({host, port, isV4}, index) => {
    const named = host === 'localhost' ? '127.0.0.1' : `10.77.0.${hosts.indexOf(host) + 1}`
    return {authority: authorities[index] ?? '', host, port, address: isV4 ? host : named}
  })
}

/** All addresses are on the loopback of the engine's namespace, which has no way out. */
function beside(directory: string, places: readonly Place[]): string {
  const addresses = [...new Set(places.map(({address}) => address).filter(address => !address.startsWith('127.')))]
  return `
mount --bind ${directory}/hosts /etc/hosts
for address in ${addresses.join(' ')}; do ip address add "$address/32" dev lo; done
squid -N -f ${directory}/squid.conf >/dev/null 2>&1 &
${process.execPath} ${directory}/listen.cjs >${directory}/listener.log 2>&1 &
for try in $(seq 100); do
  [ -e ${directory}/reached ] && bash -c '</dev/tcp/127.0.0.1/3128' 2>/dev/null && break
  sleep 0.1
done
`
}

/** A program that notes who was reached, and hangs up. */
function listener(directory: string, places: readonly Place[]): string {
  return `
const {appendFileSync} = require('node:fs')
const {createServer} = require('node:net')
const file = ${JSON.stringify(join(directory, 'reached'))}
const servers = ${JSON.stringify(places)}.map(({authority, address, port}) => {
  const server = createServer(socket => {
    appendFileSync(file, authority + '\\n')
    socket.destroy()
  })
  return new Promise(resolve => server.listen(port, address, resolve))
})
Promise.all(servers).then(() => appendFileSync(file, ''))
`
}
