import type {WantedTemplate} from '../state.ts'
import {type ItemPrototype, template} from './format.ts'

const name = 'Docker Swarm Services'

/** What the tasks of each service take, and how many there are. */
export function swarmServices(site: string): WantedTemplate {
  const count = (which: string) => `{${name}:docker.swarm.service.replicas.${which}.${site}[{#SERVICE}].last()}`
  return template(name, {
    discovery_rules: [
      {
        name: `Swarm services of ${site}`,
        key: `docker.swarm.service.discovery.${site}`,
        delay: '1h',
        item_prototypes: itemPrototypes(site),
        trigger_prototypes: [
          {
            expression: `${count('running')}<${count('desired')}`,
            name: '{#SERVICE} has fewer tasks than it should',
            priority: 'AVERAGE',
          },
        ],
      },
    ],
  })
}

function itemPrototypes(site: string): readonly ItemPrototype[] {
  const key = (what: string) => `docker.swarm.service.${what}.${site}[{#SERVICE}]`
  return [
    {
      name: 'Processor load of {#SERVICE}, its busiest task',
      key: key('cpu'),
      delay: '1m',
      value_type: 'FLOAT',
      units: '%',
      trigger_prototypes: [
        {
          expression: '{min(5m)}>80',
          name: '{#SERVICE} has kept a processor busy for five minutes',
          priority: 'WARNING',
        },
      ],
    },
    {name: 'Memory of {#SERVICE}', key: key('memory'), delay: '1m', units: 'B'},
    {
      name: 'Memory of {#SERVICE} of what it may take, its largest task',
      key: key('memory.percent'),
      delay: '1m',
      value_type: 'FLOAT',
      units: '%',
      trigger_prototypes: [
        {expression: '{min(5m)}>90', name: '{#SERVICE} is about to reach its limit of memory', priority: 'HIGH'},
      ],
    },
    {name: 'Limit of memory of {#SERVICE}', key: key('memory.limit'), delay: '1h', units: 'B'},
    {name: 'Running tasks of {#SERVICE}', key: key('replicas.running'), delay: '1m'},
    {name: 'Wanted tasks of {#SERVICE}', key: key('replicas.desired'), delay: '1m'},
  ]
}
