import {defineRoles} from '@hive-ci/cli'
import {base} from './base.ts'
import {docker} from './docker.ts'
import {dockerClient} from './docker-client.ts'
import {hostsfile} from './hostsfile.ts'
import {tlsCertificate} from './tls-certificate.ts'
import {users} from './users.ts'

/** In running order: certificates before what reads them, the engine before those who use it. */
export default defineRoles('host', [tlsCertificate, base, hostsfile, users, docker, dockerClient])
