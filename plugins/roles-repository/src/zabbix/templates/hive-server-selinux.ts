import {template} from './format.ts'

/** What SELinux refused or would have refused. */
export const hiveServerSelinux = template('Hive Server SELinux', {
  items: [
    {
      name: 'Refusals of SELinux today',
      key: 'ausearch',
      delay: '10m',
      triggers: [
        {
          expression: '{last()}>0',
          name: 'SELinux refused something on {HOST.NAME}',
          priority: 'WARNING',
          manual_close: 'YES',
        },
      ],
    },
  ],
})
