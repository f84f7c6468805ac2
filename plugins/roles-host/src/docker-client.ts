import {defineHostRole, directory, file, type Resource} from '@hive-ci/cli'
import {ownedByLogin} from './login-user.ts'
import {dcp, dexec, dsh} from './service-tools.ts'
import {caFile, certificateFile, keyFile} from './tls-material.ts'

/** The login user speaks to every engine of the site with the host's certificate; dexec, dsh and dcp find the task. */
export const dockerClient = defineHostRole({
  name: 'docker-client',
  group: 'servers',
  material: host => [caFile, keyFile(host), certificateFile(host)],

  resources(host, site, _facts, material) {
    const home = `${host.homeDirectory}/.docker`
    return [
      directory(home, {mode: '0700', ...ownedByLogin(host)}),
      file(`${home}/ca.pem`, {content: material.text(caFile), mode: '0600', ...ownedByLogin(host)}),
      file(`${home}/cert.pem`, {content: material.text(certificateFile(host)), mode: '0600', ...ownedByLogin(host)}),
      file(`${home}/key.pem`, {content: material.secret(keyFile(host)), mode: '0600', ...ownedByLogin(host)}),
      tool('dexec', dexec(site)),
      tool('dsh', dsh),
      tool('dcp', dcp),
    ]
  },
})

function tool(name: string, content: string): Resource {
  return file(`/usr/bin/${name}`, {content, mode: '0755'})
}
