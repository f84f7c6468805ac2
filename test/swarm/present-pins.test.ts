import {expect, test} from 'vitest'
import {presentPins} from '../../src/swarm/present-pins.ts'

function found(source: string, ...Constraints: string[]) {
  const ContainerSpec = {Mounts: [{Type: 'volume', Source: source, Target: '/data'} as const]}
  return {ID: source, Spec: {Name: source, TaskTemplate: {ContainerSpec, Placement: {Constraints}}}}
}

test('a volume is where the service that mounts it is bound to', () => {
  const services = [
    found('one', 'node.role == manager', 'node.hostname == p-hive1'),
    found('two', 'node.hostname != p-hive1'),
    found('three', 'node.hostname==p-hive2'),
  ]
  expect(presentPins(services, ['one', 'two', 'absent'])).toEqual(new Map([['one', 'p-hive1']]))
})
