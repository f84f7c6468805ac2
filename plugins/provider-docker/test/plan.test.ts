import {describe, expect, it} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import type {DockerMachine} from '../src/machine.ts'
import {planMachines} from '../src/plan.ts'

const site = makeSite({hosts: 2, cidr: '10.99.1.0/24'})

describe('a plan', () => {
  it('makes what is not there, starts what is stopped, resizes what has other limits, removes what nobody wants', () => {
    const wanted = makeSite({hosts: 3, cidr: '10.99.1.0/24', hostVariables: {hive_memory_size: 1024}})
    const found = [
      machine('p-hive0.example', '10.99.1.4', {state: 'stopped', size: {memory: 2 ** 30, nanoCpus: 0}}),
      machine('p-hive1.example', '10.99.1.5', {}),
      machine('p-hive7.example', '10.99.1.11', {}),
    ]
    expect(planMachines(wanted, found).map(({action, id, details}) => [action, id, ...details])).toEqual([
      ['start', 'machine:p-hive0.example'],
      ['update', 'machine:p-hive1.example', 'size: no limits -> 1024 MiB'],
      ['create', 'machine:p-hive2.example', 'address: 10.99.1.6', 'size: 1024 MiB'],
      ['remove', 'machine:p-hive7.example'],
    ])
  })

  it('leaves a limit that was taken out of the inventory as it is', () => {
    const found = site.hosts.map(({name, address}) => machine(name, address, {size: {memory: 2 ** 30, nanoCpus: 1e9}}))
    expect(planMachines(site, found)).toEqual([])
  })
})

describe('a plan is refused', () => {
  it('for a machine with another address, because it would have to be made anew', () => {
    expect(() => planMachines(site, [machine('p-hive0.example', '10.5.0.4', {})])).toThrow(
      'Machine p-hive0.example has the address 10.5.0.4, the inventory says 10.99.1.4. A container keeps its address.',
    )
  })

  it.each([
    ['10.99.2.0/24', 'p-hive0.example has the address 10.99.1.4; expected a host address inside cidr 10.99.2.0/24.'],
    ['10.99.1.4/32', 'p-hive0.example has the address 10.99.1.4; expected a host address inside cidr 10.99.1.4/32.'],
    ['10.99.1.4/30', 'p-hive0.example has the address 10.99.1.4; expected a host address inside cidr 10.99.1.4/30.'],
    ['fd00::/64', 'cidr is fd00::/64; expected an IPv4 network such as 10.1.0.0/24.'],
    ['', 'cidr is ; expected an IPv4 network such as 10.1.0.0/24.'],
  ])('for the cidr %s', (cidr, problem) => {
    expect(() => planMachines({...site, definition: {cidr}}, [])).toThrow(`Stage private, provider docker: ${problem}`)
  })

  it('for the address of the gateway', () => {
    const [host] = site.hosts
    const hosts = host ? [{...host, address: '10.99.1.1'}] : []
    expect(() => planMachines({...site, hosts}, [])).toThrow(
      'p-hive0.example has the address 10.99.1.1, which is the gateway of cidr 10.99.1.0/24.',
    )
  })

  it.each(['a b', '$(reboot)', `it's`, 'a\nb', 'é', '-a', '../../etc', ''])('for the site name %j', name => {
    expect(() => planMachines(makeSite({name: `x${name}`, cidr: '10.99.1.0/24'}), [])).not.toThrow(TypeError)
    const [host] = site.hosts
    const hosts = host ? [{...host, name}] : []
    expect(() => planMachines({...site, hosts}, [])).toThrow(`A container cannot be named ${JSON.stringify(name)}`)
  })

  it.each(['root; reboot', 'Admin', 'a b', '', '0x', '$(id)', 'a'.repeat(40)])('for the admin %j', admin => {
    expect(() => planMachines(makeSite({admin}), [])).toThrow(
      `hive_admin of p-hive0.example is ${JSON.stringify(admin)}`,
    )
  })

  it.each([
    [
      {hive_memory_size: 'much'},
      'hive_memory_size of p-hive0.example is "much"; expected a number of MiB such as 2048.',
    ],
    [{hive_memory_size: -1}, 'hive_memory_size of p-hive0.example is -1; expected a number of MiB such as 2048.'],
    [{hive_cpus: [2]}, 'hive_cpus of p-hive0.example is [2]; expected a number such as 2.'],
  ])('for the size %j', (hostVariables, problem) => {
    expect(() => planMachines(makeSite({hostVariables}), [])).toThrow(problem)
  })
})

function machine(name: string, address: string, more: Partial<DockerMachine>): DockerMachine {
  const reached = {sshAddress: address, sshPort: 22, hostKeys: ['ssh-ed25519 AAAA']}
  return {name, address, state: 'running', ...reached, size: {memory: 0, nanoCpus: 0}, ...more}
}
