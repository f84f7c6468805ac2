import {
  command,
  defineHostRole,
  directory,
  file,
  type Host,
  type Material,
  type Resource,
  type Site,
  sh,
} from '@hive-ci/cli'
import {registryKind} from './choose-registry.ts'
import {registryImage} from './contained-registry.ts'
import {isToBeEnterpriseLinux} from './enterprise-linux.ts'
import {registryCleaning} from './registry-cleaning.ts'
import type {RegistryKind} from './registry-kind.ts'
import {htpasswdFile, prepareLogin} from './registry-login.ts'

/** Where the role tls-certificate puts the site's CA. */
const caPath = '/etc/pki/ca-trust/source/anchors/cacert.pem'

/** The site's own image registry on the repository host: TLS with the host's certificate, one user, deletion allowed. */
export const registry = defineHostRole({
  name: 'registry',
  group: 'repository',
  images: (host, site) => (isToBeEnterpriseLinux(host, site) ? [registryImage] : []),
  prepare: prepareLogin,
  material: host => [`ca/${host.name}_key.pem`, `ca/${host.name}_cert.pem`, htpasswdFile],

  resources(host, site, facts, material) {
    const kind = registryKind(host, facts)
    const files = [
      file('/etc/docker/registry/config.yml', {content: configuration(site, kind.dataDirectory)}),
      ...readableBy(kind.owner, host, material),
    ]
    return [
      ...kind.packages(facts),
      directory('/etc/docker/registry'),
      ...files,
      ...kind.running(host, site, files),
      answers(site, kind),
      ...registryCleaning(host, site, kind.cleaning),
    ]
  },
})

/** A unit counts as started before the registry has read its files; the last word is its own. */
function answers({registry: {port}}: Site, {lastWords, patience}: RegistryKind): Resource {
  const url = `https://127.0.0.1:${port}/v2/`
  const answer = sh`[ "$(curl -s -o /dev/null -w '%{http_code}' --cacert ${caPath} ${url})" = 401 ]`
  return command(`the registry answers on port ${port}`, {
    check: answer,
    apply: sh`tries=0
until ${answer}; do
  tries=$((tries + 1))
  [ "$tries" -lt ${patience * 5} ] || { ${lastWords}; exit 1; }
  sleep 0.2
done`,
  })
}

/** The registry's own copies of what others may not read. */
function readableBy(owner: string, {name}: Host, material: Material): Resource[] {
  const own = {mode: '0600', owner, group: owner}
  return [
    file('/etc/docker/registry/key.pem', {content: material.secret(`ca/${name}_key.pem`), ...own}),
    file('/etc/docker/registry/cert.pem', {content: material.text(`ca/${name}_cert.pem`), ...own}),
    file('/etc/docker/registry/htpasswd', {content: material.secret(htpasswdFile), ...own}),
  ]
}

/** https://distribution.github.io/distribution/about/configuration/ */
function configuration({registry: {port}}: Site, dataDirectory: string): string {
  return `version: 0.1
log:
  level: info
storage:
  filesystem:
    rootdirectory: ${dataDirectory}
  delete:
    enabled: true
  cache:
    blobdescriptor: inmemory
http:
  addr: :${port}
  headers:
    X-Content-Type-Options: [nosniff]
  tls:
    certificate: /etc/docker/registry/cert.pem
    key: /etc/docker/registry/key.pem
auth:
  htpasswd:
    realm: hive
    path: /etc/docker/registry/htpasswd
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
`
}
