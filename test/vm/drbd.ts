import {readFileSync} from 'node:fs'
import {drbd as drbdRole} from '../../plugins/roles-host/src/drbd.ts'
import {closeEngine, dockerEngine} from '../../src/docker/engine.ts'
import {applyProgram} from '../../src/engine/apply.ts'
import {baseFacts} from '../../src/engine/base-facts.ts'
import {compile} from '../../src/engine/compile.ts'
import {gatherFacts} from '../../src/engine/gather-facts.ts'
import {buildVolumes} from '../../src/phases/build-volumes.ts'
import {createHostPool} from '../../src/session/host-pool.ts'
import type {Session} from '../../src/session.ts'
import {secret} from '../../src/shell/secret.ts'
import type {Host, Volume} from '../../src/site/site.ts'
import {connectSsh} from '../../src/transport/ssh.ts'
import {makeObject, makeSite} from '../support/site.ts'

/**
 * Replicates volumes between the two machines `test/vm/start DIRECTORY` booted: prepares them with the role drbd, then
 * runs build-volumes. `node --conditions=hive-source test/vm/drbd.ts DIRECTORY [-D] [-C] VOLUME=SIZE[:FSTYPE]...`
 */
const [directory = '/tmp/drbd-vm', ...words] = process.argv.slice(2)
const volumes = words.filter(word => word.includes('=')).map(volumeOf)
const site = {...makeSite({hosts: 3, admin: 'root', cidr: '192.168.60.0/24'}), volumes}
const hosts = site.hosts
  .filter(host => host.isHive)
  .map((host, index) => ({...host, address: `192.168.60.1${index + 1}`}))

const session: Session = {
  site: {...site, hosts},
  extensions: {providers: new Map(), roles: [], imageRoles: new Map()},
  hosts: createHostPool({
    open: connect,
    engineOf: async opened => dockerEngine(opened),
    closeEngine: async engine => closeEngine(engine),
  }),
  report: event => {
    if (event.type === 'change') say(event.outcome, event.change.host, event.change.id, event.change.details.join('; '))
    if (event.type === 'resource' && event.outcome !== 'ok')
      say(event.outcome, event.host, event.id, event.message ?? '')
    if (event.type === 'warning') say('warning', event.text)
  },
  signal: new AbortController().signal,
  checkMode: words.includes('-C'),
}

if (!words.includes('-R')) for (const host of hosts) await prepare(host)
const started = Date.now()
const options = {limit: [], limitServer: [], tags: [], destroy: words.includes('-D'), halt: false, prune: false}
const {targets} = await buildVolumes.run(session, options)
for (const {target, outcome, ok, changed, failed} of targets) say(target, outcome, {ok, changed, failed})
for (const {message} of targets) if (message !== undefined) say(message)
say(`build-volumes: ${((Date.now() - started) / 1000).toFixed(1)} s`)
await session.hosts.close()

function connect(host: Host) {
  return connectSsh({
    name: host.name,
    address: '127.0.0.1',
    port: 2221 + host.index,
    user: 'root',
    privateKey: secret(readFileSync(`${directory}/key`, 'utf8')),
    hostKeys: [readFileSync(`${directory}/host-key`, 'utf8').trim()],
    connectTimeout: 120,
  })
}

async function prepare(host: Host): Promise<void> {
  const facts = await gatherFacts(await session.hosts.connect(host), {...baseFacts, ...drbdRole.facts}, {become: true})
  const noMaterial = () => {
    throw new Error('The role drbd asks for no material.')
  }
  const resources = drbdRole.resources(host, session.site, facts, {text: noMaterial, secret: noMaterial})
  const program = compile([{role: drbdRole.name, resources}], {checkMode: session.checkMode})
  const way = {connect: () => session.hosts.connect(host), reset: () => session.hosts.reset(host)}
  const outcome = await applyProgram(way, program, {
    host: host.name,
    report: session.report,
    become: true,
    canReboot: false,
  })
  say(host.name, outcome.outcome, outcome.message ?? '')
}

function volumeOf(word: string, index: number): Volume {
  const [, source = '', size = '', fstype = 'xfs'] = /^([^=]+)=([^:]+)(?::(.+))?$/.exec(word) ?? []
  return {
    ...makeObject(`volume_${source}`, ['drbd_volumes']),
    source,
    kind: 'drbd',
    driverOptions: {},
    drbd: {deviceId: index + 1, fstype, size, diskless: []},
  }
}

function say(...words: readonly unknown[]): void {
  process.stdout.write(`${words.map(word => (typeof word === 'string' ? word : JSON.stringify(word))).join(' ')}\n`)
}
