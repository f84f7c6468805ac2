import {defineRoles} from '@hive-ci/cli'
import {hiveTrustCa} from './hive-trust-ca.ts'
import {pythonAptk} from './python-aptk.ts'

export default defineRoles('image', [pythonAptk, hiveTrustCa])
