import {describe, expect, it} from 'vitest'
import {readMisses} from '../src/log/misses.ts'
import {readRecording} from '../src/log/recording.ts'
import {readStored} from '../src/log/stored.ts'

const registries = [{name: 'registry.test', port: 5001}]

/** A line as squid writes it. */
function line(result: string, method: string, url: string, rest: {location?: string; isAuthorized?: boolean} = {}) {
  const [code = '', status = ''] = result.split('/')
  const login = rest.isAuthorized ? 'yes' : '-'
  return ['1795232446.657', '172.18.0.1', code, status, '100', method, url, rest.location ?? '-', login].join('\t')
}

async function* stream(lines: readonly string[]) {
  yield* lines
}

/** A line of squid's log of its store. */
function storeLine(action: string, file: string, url: string, type = 'text/plain') {
  return `1795232446.657 ${action} 00 ${file} 5E6C2B86B3A7F2D1  200 1795232446        -1        -1 ${type} 9/9 GET ${url}`
}

async function recordingOf(lines: readonly string[], stored: readonly string[] = []) {
  return readRecording({registries, requests: stream(lines), stored: await readStored(stream(stored))})
}

describe('what a recording says', () => {
  it('counts requests and bytes by place, without the tunnels they came in', async () => {
    const {places} = await recordingOf([
      line('NONE_NONE/200', 'CONNECT', 'files.test:443'),
      line('TCP_MISS/200', 'GET', 'https://files.test/a'),
      line('TCP_MISS/200', 'GET', 'https://files.test/b'),
      line('TCP_MISS/200', 'GET', 'http://deb.test:8080/c'),
    ])
    expect(places).toEqual([
      {place: 'deb.test:8080', requests: 1, bytes: 100},
      {place: 'files.test', requests: 2, bytes: 200},
    ])
  })

  it('keeps the last redirect of a URL, with an absolute target', async () => {
    const {answers} = await recordingOf([
      line('TCP_MISS/302', 'GET', 'https://files.test/latest', {location: 'https://files.test/1'}),
      line('TCP_MISS/302', 'GET', 'https://files.test/latest', {location: '/2'}),
      line('TCP_MISS/302', 'POST', 'https://files.test/form', {location: '/3'}),
    ])
    expect(answers).toEqual([{url: 'https://files.test/latest', status: 302, location: 'https://files.test/2'}])
  })

  it('keeps that there was nothing, unless there was something later', async () => {
    const {answers} = await recordingOf([
      line('TCP_MISS/404', 'GET', 'http://deb.test/never'),
      line('TCP_MISS/404', 'GET', 'http://deb.test/later'),
      line('TCP_MISS/200', 'GET', 'http://deb.test/later'),
    ])
    expect(answers).toEqual([{url: 'http://deb.test/never', status: 404}])
  })

  it('says of each request that cannot be answered again why', async () => {
    const {unkept} = await recordingOf(
      [
        line('TCP_MISS/200', 'GET', 'https://files.test/kept'),
        line('TCP_MISS/200', 'GET', 'https://files.test/login', {isAuthorized: true}),
        line('TCP_MISS/201', 'POST', 'https://files.test/form'),
        line('TCP_MISS/200', 'HEAD', 'https://files.test/head'),
        line('TCP_MISS/200', 'HEAD', 'https://files.test/kept'),
        line('TCP_MISS_ABORTED/200', 'GET', 'https://files.test/broken'),
        line('TCP_MISS/200', 'GET', 'https://registry.test/v2/app/manifests/1', {isAuthorized: true}),
      ],
      [
        storeLine('SWAPOUT', '00000000', 'https://files.test/kept'),
        storeLine('RELEASE', 'FFFFFFFF', 'https://files.test/broken'),
      ],
    )
    expect(unkept.map(({method, url, reason}) => `${method} ${url}: ${reason}`)).toEqual([
      'GET https://files.test/login: it was asked for with a login',
      'POST https://files.test/form: answers to POST are not kept',
      'HEAD https://files.test/head: only its headers were asked for',
      'GET https://files.test/broken: its origin forbids keeping it, or it was never fetched to its end',
    ])
  })

  it('knows what must be there for everybody who asks, and in which file', async () => {
    const {kept, files} = await recordingOf(
      [
        line('TCP_MISS/200', 'GET', 'https://files.test/kept'),
        line('TCP_MISS/200', 'GET', 'https://files.test/varied'),
        line('TCP_MISS/404', 'GET', 'https://files.test/gone'),
        line('TCP_MISS/200', 'GET', 'https://files.test/broken'),
      ],
      [
        storeLine('SWAPOUT', '0000002A', 'https://files.test/before'),
        storeLine('SWAPOUT', '0000002A', 'https://files.test/kept'),
        storeLine('SWAPOUT', '00001041', 'https://files.test/varied', 'x-squid-internal/vary'),
        storeLine('SWAPOUT', '00001042', 'https://files.test/varied'),
        storeLine('SWAPOUT', '00001043', 'https://files.test/gone'),
      ],
    )
    expect(kept).toEqual(['https://files.test/kept'])
    expect(Object.fromEntries(files)).toEqual({
      'store/00/00/0000002A': 'https://files.test/kept',
      'store/01/01/00001041': 'https://files.test/varied',
      'store/01/01/00001042': 'https://files.test/varied',
      'store/01/01/00001043': 'https://files.test/gone',
    })
  })

  it('reads past a line that was cut off', async () => {
    expect((await recordingOf(['1795232446.657\t172.18.0.1\tTCP_MI'])).places).toEqual([])
  })
})

describe('what a frozen cache was asked for in vain', () => {
  it('is what squid would have to fetch and what a registry does not know', async () => {
    const misses = await readMisses(
      registries,
      stream([
        line('TCP_OFFLINE_HIT/200', 'GET', 'https://files.test/kept'),
        line('TCP_MISS/403', 'GET', 'https://files.test/new'),
        line('TCP_MISS/403', 'GET', 'https://files.test/new'),
        line('TCP_DENIED/404', 'GET', 'http://404.hive.invalid/'),
        line('TCP_MISS/404', 'HEAD', 'https://registry.test/v2/app/manifests/2'),
        line('TCP_MISS/404', 'GET', 'https://registry.test/v2/app/referrers/2'),
      ]),
    )
    expect(misses.map(({method, url, requests}) => `${requests} ${method} ${url}`)).toEqual([
      '2 GET https://files.test/new',
      '1 HEAD https://registry.test/v2/app/manifests/2',
    ])
  })
})
