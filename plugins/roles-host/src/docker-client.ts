import {defineHostRole, directory, file, type Host, type Resource, textVariable} from '@hive-ci/cli'
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
      directory(home, {mode: '0700', ...ownedBy(host)}),
      file(`${home}/ca.pem`, {content: material.text(caFile), mode: '0600', ...ownedBy(host)}),
      file(`${home}/cert.pem`, {content: material.text(certificateFile(host)), mode: '0600', ...ownedBy(host)}),
      file(`${home}/key.pem`, {content: material.secret(keyFile(host)), mode: '0600', ...ownedBy(host)}),
      tool('dexec', dexec(site)),
      tool('dsh', dsh),
      tool('dcp', dcp),
    ]
  },
})

/** The group of a person's own is called like the person, unless the inventory says otherwise. */
function ownedBy(host: Host): {readonly owner: string; readonly group: string} {
  return {owner: host.admin, group: textVariable(host, 'hive_admin_group') ?? host.admin}
}

function tool(name: string, content: string): Resource {
  return file(`/usr/bin/${name}`, {content, mode: '0755'})
}
