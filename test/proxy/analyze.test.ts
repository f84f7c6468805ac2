import {describe, expect, test} from 'vitest'
import {findingsOf} from '../../src/proxy/analyze/findings.ts'
import {parseLogLine} from '../../src/proxy/analyze/log-line.ts'
import {reportLines} from '../../src/proxy/analyze/report.ts'
import {tallyLog} from '../../src/proxy/analyze/tally.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

const site = {...makeSite({hosts: 2, noProxy: ['10.7.0.0/16']}), services: [makeService('web')]}

async function* log(text: string): AsyncGenerator<string> {
  yield* text.trim().split('\n')
}

describe('a line of the log', () => {
  test("is read in squid's native format, whatever stands before it", () => {
    const line =
      '1631605621.901  90054 10.0.0.24 TCP_TUNNEL/200 4926 CONNECT s3.direct.Example.test:443 - HIER_DIRECT/161.26.85.12 -'
    const request = {
      client: '10.0.0.24',
      result: 'TCP_TUNNEL',
      status: 200,
      method: 'CONNECT',
      host: 's3.direct.example.test',
      port: 443,
      peer: '161.26.85.12',
    }
    expect([parseLogLine(line), parseLogLine(`Sep 14 10:00:21 gate squid[17]: ${line}`)]).toEqual([request, request])
  })

  test('is read in the combined format', () => {
    const line =
      '10.0.0.24 - bob [14/Sep/2021:10:00:21 +0900] "GET http://[fd00::5]:8080/x HTTP/1.1" 403 3894 "-" "curl/7.88" TCP_DENIED:HIER_NONE'
    expect(parseLogLine(line)).toEqual({
      client: '10.0.0.24',
      result: 'TCP_DENIED',
      status: 403,
      method: 'GET',
      host: 'fd00::5',
      port: 8080,
    })
  })

  test('is left out when it is no request', () => {
    expect(
      ['', 'nonsense', '1631605621.9 1 10.0.0.24 NONE/400 1 GET error:invalid-request - HIER_NONE/- -'].map(
        parseLogLine,
      ),
    ).toEqual([undefined, undefined, undefined])
  })
})

test('each finding names its cause, and the changes stand together at the end', async () => {
  const tally = await tallyLog(
    log(`
1.1 1 x
1631605621.901 1 10.99.1.4 TCP_DENIED/403 10 CONNECT 172.20.0.1:2040 - HIER_NONE/- text/html
1631605622.901 1 10.99.1.4 TCP_DENIED/403 10 CONNECT 172.20.0.1:2040 - HIER_NONE/- text/html
1631605623.901 1 10.99.1.4 TCP_MISS/200 10 GET http://web:8080/ - HIER_DIRECT/10.0.1.5 text/html
1631605624.901 1 10.99.1.5 TCP_TUNNEL/200 10 CONNECT git.corp.test:443 - HIER_DIRECT/10.8.0.7 -
1631605625.901 1 10.99.1.5 TCP_DENIED/403 10 CONNECT registry.far.test:5000 - HIER_NONE/- text/html
1631605626.901 1 10.99.1.5 TCP_DENIED/407 10 CONNECT hub.far.test:443 - HIER_NONE/- text/html
1631605627.901 1 10.99.1.5 TCP_TUNNEL/200 10 CONNECT hub.far.test:443 bob HIER_DIRECT/34.1.1.1 -
1631605628.901 1 192.0.2.9 TCP_DENIED/407 10 CONNECT hub.far.test:443 - HIER_NONE/- text/html
1631605629.901 1 192.0.2.9 TCP_MISS/200 10 GET http://deb.far.test/ - HIER_DIRECT/34.1.1.2 text/html
`),
  )
  expect([tally.lines, tally.unknown]).toEqual([10, 1])
  expect(reportLines(site, findingsOf(site, tally.tallies)).join('\n')).toMatchInlineSnapshot(`
    "192.0.2.9
      1 request for hub.far.test:443 went through the proxy: the proxy wants a login.

    p-hive0.example (10.99.1.4)
      2 requests for 172.20.0.1:2040 went to the proxy, which denied 2: 172.20.0.1 is inside, and no_proxy lacks it.
      1 request for web:8080 (service web) went through the proxy: hive's list has it, so this client has another list or reads none ("hive proxy explain").

    p-hive1.example (10.99.1.5)
      1 request for git.corp.test:443 went through the proxy: git.corp.test is 10.8.0.7, which is inside, and no_proxy lacks the name.
      1 request for registry.far.test:5000 went to the proxy, which denied 1: the proxy does not allow it.

    Let hive except them; whoever has a list of its own (no_proxy and NO_PROXY) needs the same there:
      hive set no_proxy 10.7.0.0/16,172.20.0.1,git.corp.test

    Add to the proxy's configuration, before it denies:
      acl SSL_ports port 5000
      acl hive_allowed dstdomain hub.far.test
      acl hive_allowed dstdomain registry.far.test
      http_access allow hive_allowed
    "
  `)
})

test('a log of many requests to few places takes room for the places only', async () => {
  async function* many(): AsyncGenerator<string> {
    for (let index = 0; index < 20_000; index += 1) {
      yield `1631605629.901 1 10.99.1.4 TCP_MISS/200 10 GET http://web/${index} - HIER_DIRECT/10.0.1.5 text/html`
    }
  }
  const {tallies} = await tallyLog(many())
  expect(tallies).toEqual([
    {
      client: '10.99.1.4',
      host: 'web',
      port: 80,
      requests: 20_000,
      denied: 0,
      unauthorized: 0,
      isTunnel: false,
      peer: '10.0.1.5',
    },
  ])
})
