import {command, defineImageRole, sh} from '@hive-ci/cli'

const greetings = ['Hello, operations', 'A whole site from one inventory', 'Change me in roles/greetings/role.ts']

/** Fills the empty database; a database that holds greetings already is left as it is. */
export default defineImageRole({
  name: 'greetings',
  resources: () => [
    command('greetings', {
      check: sh`test "$(REDISCLI_AUTH=$DB_PASSWORD redis-cli exists greetings)" = 1`,
      apply: sh`REDISCLI_AUTH=$DB_PASSWORD redis-cli rpush greetings ${greetings}`,
    }),
  ],
})
