import {template} from './format.ts'

/** Units that failed, and services that came up again while nobody asked for it. */
export const systemdServices = template('SystemD service monitoring', {
  items: [
    {
      name: 'Failed units',
      key: 'systemd.service.failed.count',
      delay: '2m',
      triggers: [
        {expression: '{last()}>0', name: '{ITEM.LASTVALUE} units of {HOST.NAME} have failed', priority: 'HIGH'},
      ],
    },
  ],
  discovery_rules: [
    {
      name: 'Services of systemd',
      key: 'systemd.service.discovery',
      delay: '1h',
      item_prototypes: [
        {
          name: 'Restart of {#SERVICE}',
          key: 'systemd.service.restart[{#SERVICE}]',
          delay: '2m',
          trends: '0',
          trigger_prototypes: [
            {expression: '{last()}=1', name: '{#SERVICE} was restarted on {HOST.NAME}', priority: 'WARNING'},
          ],
        },
      ],
    },
  ],
})
