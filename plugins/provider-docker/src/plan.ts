import {type Change, HiveError, type Host, type Site} from '@hive-ci/cli'
import type {DockerMachine} from './machine.ts'
import {describeSize, type Size, sizeOf} from './size.ts'
import {stageCidr} from './subnet.ts'

/** What `create` would do: machines to make, start, resize, in the order of the hosts, then those nobody wants. */
export function planMachines(site: Site, found: readonly DockerMachine[]): readonly Change[] {
  stageCidr(site)
  const machines = new Map(found.map(machine => [machine.name, machine]))
  const wanted = new Set(site.hosts.map(host => host.name))
  return [
    ...site.hosts.flatMap(host => planHost(host, machines.get(host.name))),
    ...found.filter(machine => !wanted.has(machine.name)).map(({name}) => change(name, 'remove', [])),
  ]
}

function planHost(host: Host, found: DockerMachine | undefined): Change[] {
  checkName(host)
  const size = sizeOf(host)
  if (!found) return [change(host.name, 'create', [`address: ${host.address}`, `size: ${describeSize(size)}`])]
  checkAddress(host, found)
  const resize = differs(size, found.size)
    ? [change(host.name, 'update', [`size: ${describeSize(found.size)} -> ${describeSize(size)}`])]
    : []
  return found.state === 'stopped' ? [...resize, change(host.name, 'start', [])] : resize
}

function change(name: string, action: Change['action'], details: readonly string[]): Change {
  return {id: `machine:${name}`, action, host: name, details}
}

/** The engine cannot take a limit away again, so only given limits are compared. */
function differs(wanted: Size, found: Size): boolean {
  return (
    (wanted.memory > 0 && wanted.memory !== found.memory) || (wanted.nanoCpus > 0 && wanted.nanoCpus !== found.nanoCpus)
  )
}

function checkAddress(host: Host, found: DockerMachine): void {
  if (found.address === host.address) return
  throw new HiveError(
    'PROVIDER_FAILED',
    `Machine ${host.name} has the address ${found.address}, the inventory says ${host.address}. A container keeps its address.`,
    {suggestions: ['Run "hive build-infra -D" and then "hive build-infra" to make it again; its volumes go with it.']},
  )
}

function checkName(host: Host): void {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(host.name) || host.shortName.length > 63) {
    throw new HiveError(
      'INVENTORY_INVALID',
      `A container cannot be named ${JSON.stringify(host.name)}; expected letters, digits, dots, dashes and underscores.`,
      {suggestions: ['Change name or custom_hostname in hive.yml.']},
    )
  }
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(host.admin)) {
    throw new HiveError(
      'INVENTORY_INVALID',
      `hive_admin of ${host.name} is ${JSON.stringify(host.admin)}; expected a user name of lower-case letters, digits, dashes and underscores.`,
    )
  }
}
