import {template} from './format.ts'

/** Replicated volumes of a hive host. */
export const hiveServer = template('Hive Server', {
  discovery_rules: [
    {
      name: 'Replicated volumes',
      key: 'user.discovery.drbd-resource',
      delay: '3h',
      item_prototypes: [
        {
          name: 'State of the copy of {#RESOURCE}',
          key: 'drbd-resource[{#RESOURCE}]',
          delay: '3m',
          value_type: 'CHAR',
          trends: '0',
          trigger_prototypes: [
            {
              expression: '{str(UpToDate)}=0 and {str(Diskless)}=0',
              name: 'The copy of {#RESOURCE} on {HOST.NAME} is {ITEM.LASTVALUE}',
              priority: 'WARNING',
            },
          ],
        },
      ],
    },
  ],
})
