import {defineImageRole, sh} from '@hive-ci/cli'
import {installed} from './install.ts'

/** Python 3 in images that come without, so that Ansible roles can follow. */
export const pythonAptk = defineImageRole({
  name: 'python-aptk',
  resources: () => [installed('python3', sh`command -v python3`)],
})
