import {accepting, HiveError, type Site} from '@hive-ci/cli'
import type Docker from 'dockerode'
import {engineMessage} from './engine-error.ts'
import {stageLabels} from './labels.ts'
import {modulesMount, nodePrivileges, type Privileges} from './machine-spec.ts'

/** What the engine and the kernel below it give to nodes. */
export interface EngineFacts {
  readonly privileges: Privileges
  /** The engine's machine has kernel modules a node may load. */
  readonly hasModules: boolean
  /** fs.inotify.max_user_instances: systemd takes several in each node. */
  readonly inotifyInstances: number
  /** Nameservers containers of the engine are given. */
  readonly nameservers: readonly string[]
}

/** Looks from inside a small container; whether it may be privileged is tried, not guessed. */
export async function probeEngine(docker: Docker, site: Site, image: string): Promise<EngineFacts> {
  try {
    return await probe(docker, site, image, 'full')
  } catch (refusal) {
    return probe(docker, site, image, 'limited').catch(error => {
      throw new HiveError(
        'PROVIDER_FAILED',
        `The engine runs no node: --privileged was refused (${engineMessage(refusal)}), the flags instead of it, too ` +
          `(${engineMessage(error)}).`,
        {cause: error, suggestions: ['Use an engine that runs as root and allows --cap-add, or another provider.']},
      )
    })
  }
}

/** A node with systemd, sshd, dockerd and rsyslog holds 7; containers inside want some, too. */
const inotifyPerNode = 16

/** What to do before so many nodes run here, as a sentence; undefined when nothing is. */
export function inotifyWarning({inotifyInstances}: EngineFacts, nodes: number): string | undefined {
  const enough = inotifyPerNode * nodes
  if (inotifyInstances >= enough) return undefined
  return (
    `fs.inotify.max_user_instances is ${inotifyInstances}; ${nodes} nodes may need ${enough}. ` +
    `Raise it with "sysctl fs.inotify.max_user_instances=${enough}" on the engine's machine.`
  )
}

const script = `
echo "inotify $(cat /proc/sys/fs/inotify/max_user_instances)"
sed -n 's/^nameserver /nameserver /p' /etc/resolv.conf`

async function probe(docker: Docker, site: Site, image: string, privileges: Privileges): Promise<EngineFacts> {
  const options = {
    Image: image,
    Entrypoint: ['/bin/sh', '-c', script],
    Tty: true,
    Labels: stageLabels(site),
    HostConfig: nodePrivileges(privileges),
  }
  const withModules = {...options, HostConfig: {...options.HostConfig, Mounts: [modulesMount]}}
  const capable = await docker.createContainer(withModules).catch(unlessNoSource)
  const container = capable ?? (await docker.createContainer(options))
  try {
    await container.start()
    await container.wait()
    const output = await container.logs({stdout: true})
    return {privileges, hasModules: capable !== undefined, ...readFacts(output.toString('utf8'))}
  } finally {
    await accepting([404, 409], container.remove({force: true, v: true}))
  }
}

/** The engine refuses to mount a directory its machine does not have. */
function unlessNoSource(error: unknown): undefined {
  if (!engineMessage(error).includes('bind source path does not exist')) throw error
}

function readFacts(output: string): Omit<EngineFacts, 'privileges' | 'hasModules'> {
  const lines = output.split(/\r?\n/).map(line => line.split(' '))
  const values = (name: string) => lines.filter(([first]) => first === name).map(([, value = '']) => value)
  return {
    inotifyInstances: Number(values('inotify')[0] ?? 0),
    nameservers: values('nameserver'),
  }
}
