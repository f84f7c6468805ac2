import {accepting, engineStatus, HiveError, type Host} from '@hive-ci/cli'
import type Docker from 'dockerode'
import {engineMessage} from './engine-error.ts'
import {ownerOf} from './labels.ts'

/** Turns the engine's refusal to make or start a machine into a sentence that names who stands in the way. */
export async function explainMachineFailure(docker: Docker, host: Host, error: unknown): Promise<HiveError> {
  if (error instanceof HiveError) return error
  const message = engineMessage(error)
  if (engineStatus(error) === 409 && message.includes('already in use')) return nameTaken(docker, host, error)
  if (message.includes('Address already in use')) return addressTaken(docker, host, error)
  return new HiveError('PROVIDER_FAILED', `Machine ${host.name} could not be started: ${message}.`, {
    cause: error,
    suggestions: ['Run "hive build-infra" again: what is half made is made anew.'],
  })
}

/** The last lines of a node's console, for a sentence about why it died. */
export async function lastLog(docker: Docker, name: string): Promise<string> {
  const log = await docker.getContainer(name).logs({stdout: true, stderr: true, tail: 10})
  return frames(log).join('').trim()
}

/** The texts in a log of stdout and stderr: each after 8 bytes, the last 4 of which say how long it is. */
function frames(log: Buffer): string[] {
  if (log.length < 8) return []
  const end = 8 + log.readUInt32BE(4)
  return [log.toString('utf8', 8, end), ...frames(log.subarray(end))]
}

async function nameTaken(docker: Docker, host: Host, error: unknown): Promise<HiveError> {
  const other = await accepting([404], docker.getContainer(host.name).inspect())
  const owner = ownerOf(other?.Config.Labels)
  return new HiveError('PROVIDER_FAILED', `Container ${host.name} of the engine belongs to ${owner}.`, {
    cause: error,
    suggestions: [`Remove it with "docker rm -fv ${host.name}" if nobody needs it, or give this site another name.`],
  })
}

async function addressTaken(docker: Docker, host: Host, error: unknown): Promise<HiveError> {
  const containers = await docker.listContainers()
  const other = containers.find(({NetworkSettings}) =>
    Object.values(NetworkSettings.Networks).some(({IPAddress}) => IPAddress === host.address),
  )
  const who = other?.Names[0]?.replace(/^\//, '')
  return new HiveError(
    'PROVIDER_FAILED',
    `Address ${host.address} of ${host.name} is in use${who ? ` by container ${who}` : ''}.`,
    {cause: error, suggestions: ['Free the address, or choose others with ip_address_list in hive.yml.']},
  )
}
