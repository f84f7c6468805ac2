import {defineRoles} from '@hive-ci/cli'
import {hiveCertificate} from './hive-certificate.ts'
import {hiveSyslog} from './hive-syslog.ts'
import {hiveTrustCa} from './hive-trust-ca.ts'
import {pythonAptk} from './python-aptk.ts'

export default defineRoles('image', [pythonAptk, hiveTrustCa, hiveCertificate, hiveSyslog])
