import {readFileSync} from 'node:fs'
import {defineImageRole, file, packages} from '@hive-ci/cli'

const page = readFileSync(new URL('files/page.py', import.meta.url), 'utf8')

/** A small web server that shows what is in the database. */
export default defineImageRole({
  name: 'page',
  resources: () => [packages('python3'), file('/srv/page.py', {content: page, mode: '0644'})],
})
