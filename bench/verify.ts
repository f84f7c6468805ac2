import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {verifySite} from '../src/verify/verify-site.ts'
import {type Nodes, startNodes} from '../test/support/nodes.ts'
import {makeSession} from '../test/support/session.ts'
import {hostAt, setUp} from '../test/support/set-up.ts'
import {median, timed} from './stopwatch.ts'
import {printTable, ratio, seconds} from './table.ts'

const checksPerHost = 125
const command = 'test -e /etc/passwd && grep -q root /etc/passwd'

/** 500 checks of four hosts: `hive test`, and one ssh for each check over connections that are kept open. */
export async function benchVerify(): Promise<void> {
  const nodes = await startNodes(4, {prefix: 'bench'})
  try {
    await setUp(nodes)
    await writeProbes(nodes)
    let checks = 0
    const ours = await timed(3, async () => {
      const {passed, failed} = await verify(nodes)
      if (failed > 0) throw new Error(`${failed} checks failed`)
      checks = passed
    })
    const [own, theirs] = [median(ours), median(await timed(1, () => sshEach(nodes)))]
    printTable(`${checks} checks of 4 hosts`, [
      ['', 'time', 'against hive'],
      ['hive test: log in, look, judge', seconds(own), ratio(own, own)],
      ['one ssh for each check, kept connections, 4 at once', seconds(theirs), ratio(theirs, own)],
    ])
  } finally {
    await nodes.stop()
  }
}

async function writeProbes({site}: Nodes): Promise<void> {
  const probes = Array.from({length: checksPerHost}, (_, index) => ({
    name: `probe ${index}`,
    command: {run: command, hosts: 'servers'},
  }))
  await mkdir(join(site.rootDirectory, 'tests'))
  await writeFile(join(site.rootDirectory, 'tests/many.yml'), JSON.stringify({probes}))
}

async function verify(nodes: Nodes) {
  await Promise.all(nodes.site.hosts.map(host => nodes.pool.reset(host)))
  const connection = await nodes.pool.connect(hostAt(nodes, 0))
  return verifySite(makeSession(nodes.site, connection, {hosts: nodes.pool}), 0)
}

async function sshEach({site, sshConfig}: Nodes): Promise<void> {
  const kept = ['-o', 'ControlMaster=auto', '-o', 'ControlPersist=20s', '-o', `ControlPath=${sshConfig}-%C`]
  await Promise.all(
    site.hosts.map(async ({name}) => {
      for (let check = 0; check < checksPerHost; check += 1) {
        await execa('ssh', ['-F', sshConfig, ...kept, name, `sudo -n sh -c '${command}'`])
      }
    }),
  )
}
