import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {baseFacts} from '../src/engine/base-facts.ts'
import {compile} from '../src/engine/compile.ts'
import {gatherFacts} from '../src/engine/gather-facts.ts'
import {runProgram} from '../src/engine/run.ts'
import {runOnHosts} from '../src/engine/run-on-hosts.ts'
import {type Nodes, startNodes} from '../test/support/nodes.ts'
import {median, timed} from './stopwatch.ts'
import {printTable, ratio, seconds} from './table.ts'
import {playbook} from './workload/playbook.ts'
import {resources} from './workload/resources.ts'
import {script} from './workload/script.ts'

const forks = 5

/** 100 resources on 4 hosts over ssh, nothing to change: hive's engine, Ansible and a script written by hand. */
export async function benchEngine(): Promise<void> {
  const nodes = await startNodes(4, {prefix: 'bench'})
  const directory = await mkdtemp(join(tmpdir(), 'hive-bench-'))
  try {
    await hive(nodes)
    const ours = await timed(5, () => hive(nodes))
    const byHand = await timed(5, () => hand(nodes))
    const ansible = await timed(1, () => playbookRun(nodes, directory))
    const [own, manual, theirs] = [median(ours), median(byHand), median(ansible)]
    printTable('100 resources, 4 hosts over ssh, nothing to change', [
      ['', 'time', 'against hive'],
      ['hive: log in, facts, program', seconds(own), ratio(own, own)],
      ['one script by hand, 4 parallel ssh', seconds(manual), ratio(manual, own)],
      ['ansible-playbook, pipelining, 5 forks', seconds(theirs), ratio(theirs, own)],
    ])
    printTable('bars', [
      ['hive <= 2x the script', ratio(own, manual), own <= 2 * manual ? 'met' : 'missed'],
      ['hive >= 100x faster than Ansible', ratio(theirs, own), theirs >= 100 * own ? 'met' : 'missed'],
    ])
  } finally {
    await rm(directory, {recursive: true})
    await nodes.stop()
  }
}

/** What setup-hosts does to a host, with a new login each time. */
async function hive({site, pool}: Nodes): Promise<void> {
  await runOnHosts(site.hosts, forks, async host => {
    await pool.reset(host)
    const connection = await pool.connect(host)
    await gatherFacts(connection, baseFacts, {become: true})
    const program = compile([{role: 'bench', resources}], {checkMode: false})
    const outcome = await runProgram(connection, program, {host: host.name, become: true, report: () => undefined})
    if (outcome.failed > 0) throw new Error(outcome.message)
  })
}

async function hand({site, sshConfig}: Nodes): Promise<void> {
  const runs = site.hosts.map(host => execa('ssh', ['-F', sshConfig, host.name, 'sudo -n sh -s'], {input: script}))
  const changed = (await Promise.all(runs)).map(({stdout}) => stdout).join('')
  if (changed !== '') throw new Error(`The script found something to change: ${changed}`)
}

async function playbookRun({site, sshConfig, keyPair}: Nodes, directory: string): Promise<void> {
  const inventory = Object.fromEntries(site.hosts.map(host => [host.name, {ansible_user: host.admin}]))
  await writeFile(join(directory, 'hosts.json'), JSON.stringify({all: {hosts: inventory}}))
  await writeFile(join(directory, 'play.yml'), playbook)
  const result = await execa('ansible-playbook', ['-i', 'hosts.json', '-f', String(forks), 'play.yml'], {
    cwd: directory,
    env: {
      ANSIBLE_PIPELINING: 'True',
      ANSIBLE_SSH_ARGS: `-F ${sshConfig} -o ControlMaster=auto -o ControlPersist=60s -o ControlPath=${directory}/%C`,
      ANSIBLE_PRIVATE_KEY_FILE: keyPair.privateKeyPath,
      ANSIBLE_NOCOLOR: '1',
    },
  })
  if (/changed=[1-9]|failed=[1-9]|unreachable=[1-9]/.test(result.stdout)) throw new Error(result.stdout.slice(-2000))
}
