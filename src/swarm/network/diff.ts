import {isDeepStrictEqual} from 'node:util'
import type Docker from 'dockerode'
import type {IpamConfig} from './spec.ts'

/** Put in by the overlay driver itself. */
const engineOption = 'com.docker.network.driver.overlay.vxlanid_list'

/**
 * What differs between a wanted network and the one found, one line for each attribute; empty when nothing does. What
 * the inventory leaves to the engine (addresses, gateways) is not compared. Docker cannot change a network.
 */
export function diffNetwork(wanted: Docker.NetworkCreateOptions, found: Docker.NetworkInspectInfo): readonly string[] {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['driver', found.Driver, wanted.Driver],
    ['attachable', found.Attachable, wanted.Attachable],
    ['driver_opts', optionsOf(found.Options), optionsOf(wanted.Options)],
    ['ipam.driver', found.IPAM?.Driver ?? 'default', wanted.IPAM?.Driver],
    ['ipam.options', found.IPAM?.Options ?? {}, wanted.IPAM?.Options],
    ['ipam.config', matchingConfig(found.IPAM?.Config, wanted.IPAM?.Config), wanted.IPAM?.Config ?? []],
  ]
  return pairs
    .filter(([, before, after]) => !isDeepStrictEqual(before, after))
    .map(([name, before, after]) => `${name}: ${text(before)} -> ${text(after)}`)
}

function optionsOf(options: Readonly<Record<string, string>> | null | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([name]) => name !== engineOption))
}

/** The found configuration reduced to the keys that are wanted. */
function matchingConfig(
  found: readonly IpamConfig[] | null | undefined,
  wanted: readonly IpamConfig[] = [],
): readonly IpamConfig[] {
  if (wanted.length === 0) return []
  return (found ?? []).map((config, index) => {
    const keys = Object.keys(wanted[index] ?? config)
    return Object.fromEntries(Object.entries(config).filter(([key]) => keys.includes(key)))
  })
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
