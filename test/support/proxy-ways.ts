import {readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {findClient} from '../../src/proxy/client/find.ts'
import {explain} from '../../src/proxy/explain/explain.ts'
import {parseRequest} from '../../src/proxy/explain/request.ts'
import type {ProxyCase} from './proxy-cases.ts'
import {readLog, squidConfig, squidDirectory} from './squid.ts'

/** A client, and how it is made to ask for a URL. It has to give up soon when nobody answers. */
export interface Asker {
  /** Whose rules it has. */
  readonly client: string
  readonly cases: readonly ProxyCase[]
  /** Command line for a case; `directory` is the case's own. */
  words(url: string, directory: string, variables: Readonly<Record<string, string>>): readonly string[]
  /** What is left of the variables when some of them are told by the command line. */
  environment?(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>>
  /** The first part of the path in squid's log, where that is not the asker's name. */
  readonly path?: string
  /** It tunnels all it asks for and shows no path. */
  readonly tunnels?: boolean
}

interface Ways {
  /** By cases: what hive tells and what squid's log says. */
  readonly told: readonly string[]
  readonly went: readonly string[]
}

interface Probe {
  readonly name: string
  readonly asker: Asker
  readonly proxyCase: ProxyCase
  readonly port: number
}

const firstPort = 3200

/**
 * Lets all ask in a network namespace that has nothing but its loopback, and a squid that refuses everything: what is not
 * in its log went direct. By name of the asker.
 */
export async function waysTaken(askers: Readonly<Record<string, Asker>>): Promise<ReadonlyMap<string, Ways>> {
  const probes = probesOf(askers)
  const log = await askAll(probes)
  return new Map(
    Object.keys(askers).map(name => [
      name,
      waysOf(
        probes.filter(probe => probe.name === name),
        log,
      ),
    ]),
  )
}

/** Each case has a port of squid's, which knows 128 at most; another one is for clients that show no path. */
function probesOf(askers: Readonly<Record<string, Asker>>): readonly Probe[] {
  const all = Object.values(askers).flatMap(({cases}) => cases)
  const titles = [...new Set(all.map(({title}) => title))]
  return Object.entries(askers).flatMap(([name, asker]) =>
    asker.cases.map(proxyCase => {
      const index = titles.indexOf(proxyCase.title)
      return {name, asker, proxyCase, port: firstPort + index + (asker.tunnels ? titles.length : 0)}
    }),
  )
}

async function askAll(probes: readonly Probe[]): Promise<readonly string[]> {
  const directory = await squidDirectory()
  const ports = [...new Set(probes.map(({port}) => `http_port 127.0.0.1:${port}`))]
  const config = squidConfig(directory, '%>lp %rm %ru', [...ports, 'http_access deny all'])
  await writeFile(join(directory, 'squid.conf'), config)
  const lines = probes.map((probe, index) => commandLine(probe, join(directory, `home${index}`)))
  await writeFile(join(directory, 'probes'), `${lines.join('\0')}\0`)
  await writeFile(
    join(directory, 'run'),
    `ip link set lo up
squid -N -f "$1/squid.conf" & squid=$!
for try in $(seq 100); do (exec 3<>/dev/tcp/127.0.0.1/${firstPort}) 2>/dev/null && break; sleep 0.1; done
xargs -0 -P 3 -n 1 sh -c 'timeout 60 sh -c "$1"; [ $? -ne 124 ] || echo "$1" >&3' sh <"$1/probes" 3>"$1/slow" >/dev/null 2>&1
kill $squid; wait $squid
`,
  )
  try {
    await execa('unshare', ['--net', 'bash', join(directory, 'run'), directory])
    // Whoever did not get as far as to ask would be taken for one that went direct.
    const slow = await readFile(join(directory, 'slow'), 'utf8')
    if (slow !== '') throw new Error(`These did not come to an end:\n${slow}`)
    return await readLog(directory)
  } finally {
    await rm(directory, {recursive: true, force: true})
  }
}

function commandLine({name, asker, proxyCase, port}: Probe, home: string): string {
  const given = proxyCase.variables(`http://127.0.0.1:${port}`)
  const variables = {
    ...(asker.environment?.(given) ?? given),
    PATH: process.env.PATH ?? '',
    HOME: home,
    GIT_TERMINAL_PROMPT: '0',
    NODE_USE_ENV_PROXY: '1',
  }
  const words = asker.words(`http://${proxyCase.authority}/${name}`, home, given)
  const all = [...Object.entries(variables).map(([key, value]) => `${key}=${value}`), ...words]
  return `mkdir ${home} && cd ${home} && env -i ${all.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')}`
}

function waysOf(probes: readonly Probe[], log: readonly string[]): Ways {
  return {
    told: probes.map(({asker, proxyCase, port}) => {
      const variables = {...proxyCase.variables(`http://127.0.0.1:${port}`), NODE_USE_ENV_PROXY: '1'}
      const request = parseRequest(`http://${proxyCase.authority}/`)
      return `${proxyCase.title}: ${explain(findClient(asker.client), variables, request).way}`
    }),
    went: probes.map(probe => `${probe.proxyCase.title}: ${wasProxied(probe, log) ? 'proxy' : 'direct'}`),
  }
}

function wasProxied({name, asker, port}: Probe, log: readonly string[]): boolean {
  const ofCase = log.filter(line => line.startsWith(`${port} `))
  if (asker.tunnels) return ofCase.length > 0
  return ofCase.some(line => new RegExp(`/${asker.path ?? name}(/|$)`).test(line))
}
