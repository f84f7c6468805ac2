import type {Origin} from './origin.ts'
import {type Problem, problemAt} from './problem.ts'
import type {NumberMap} from './published-ports.ts'

/** A replicated volume that needs a device id, in the order of the files. */
export interface DeviceRequest {
  readonly volume: string
  /** Undefined: the one it had, or any free one. */
  readonly deviceId: number | undefined
  readonly origin: Origin
}

export interface DeviceAllocation {
  /** Volume -> device id, everything that was stored included. */
  readonly map: NumberMap
  readonly problems: readonly Problem[]
}

const lastDevice = 255

/** Decides DRBD device ids: given ones first, then those of the map, then the lowest from 1 to 255 that is free. */
export function allocateDevices(requests: readonly DeviceRequest[], stored: NumberMap): DeviceAllocation {
  const map: Record<string, number> = {...stored}
  const problems: Problem[] = []
  for (const {volume, deviceId, origin} of requests) {
    if (deviceId === undefined) continue
    const owner = Object.keys(map).find(name => map[name] === deviceId && name !== volume)
    if (owner === undefined) map[volume] = deviceId
    else problems.push(taken(origin, deviceId, owner, requests))
  }
  for (const {volume, deviceId, origin} of requests) {
    if (deviceId !== undefined || map[volume] !== undefined) continue
    const free = lowestFree(map)
    if (free !== undefined) map[volume] = free
    else problems.push(problemAt({...origin, message: `no device id from 1 to ${lastDevice} is free.`}))
  }
  return {map, problems}
}

function lowestFree(map: NumberMap): number | undefined {
  const used = new Set(Object.values(map))
  return Array.from({length: lastDevice}, (_, index) => index + 1).find(id => !used.has(id))
}

function taken(origin: Origin, deviceId: number, owner: string, requests: readonly DeviceRequest[]): Problem {
  const path = [...origin.path, 'device_id']
  const isLive = requests.some(({volume}) => volume === owner)
  const why = isLive
    ? `device id ${deviceId} belongs to volume ${owner} already.`
    : `device id ${deviceId} belonged to volume ${owner}, which is gone; take another one, or remove its entry of drbd_device_map in .hive/persistents.yml.`
  return problemAt({file: origin.file, path, message: why})
}
