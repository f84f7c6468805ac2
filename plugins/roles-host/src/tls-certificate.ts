import {
  checkValidity,
  command,
  defineHostRole,
  directory,
  file,
  osFamily,
  type Resource,
  type RoleChange,
  type Session,
  type Shell,
  sh,
} from '@hive-ci/cli'
import {extraTrust} from './extra-trust.ts'
import {families} from './family.ts'
import {issueCertificates} from './issue-certificates.ts'
import {caFile, certificateFile, keyFile} from './tls-material.ts'
import {caPath, certificatePath, keyPath} from './tls-paths.ts'

/** A key and a certificate of the site's CA for every server, and the whole system's trust in that CA and in `extra_ca`. */
export const tlsCertificate = defineHostRole({
  name: 'tls-certificate',
  group: 'servers',
  prepare,
  material: host => [caFile, keyFile(host), certificateFile(host)],

  resources(host, site, facts, material) {
    const family = families[osFamily(host.name, facts)]
    const ca = file(caPath, {content: material.text(caFile)})
    const key = file(keyPath(host), {content: material.secret(keyFile(host)), mode: '0600'})
    const certificate = file(certificatePath(host), {content: material.text(certificateFile(host))})
    const anchor = family.trustAnchor === caPath ? ca : file(family.trustAnchor, {content: material.text(caFile)})
    const extra = extraTrust(site.extraAuthorities, family)
    return [
      ...['/etc/pki/tls/private', '/etc/pki/tls/certs', '/etc/pki/ca-trust/source/anchors'].map(path =>
        directory(path),
      ),
      key,
      certificate,
      ca,
      ...(anchor === ca ? [] : [anchor]),
      ...extra,
      followed('the system trusts these authorities', [anchor, ...extra], family.updateTrust),
      // It reads what the system trusts once, when it starts.
      followed(
        'the engine has read its certificate and whom to trust',
        [ca, key, certificate, ...extra],
        restartEngine(certificatePath(host)),
      ),
    ]
  },
})

async function prepare(session: Session): Promise<readonly RoleChange[]> {
  checkValidity(session.site.extraAuthorities, new Date())
  return issueCertificates(session)
}

/** Something that reads files at its start only, and has to be told. */
function followed(name: string, of: readonly Resource[], run: Shell): Resource {
  return command(name, {check: sh`:`, apply: sh`:`, onChange: {of, run}})
}

/** Not before the engine was told to use the certificate: the role docker starts it with the right one. */
function restartEngine(certificate: string): Shell {
  return sh`if grep -qsF ${certificate} /etc/docker/daemon.json; then systemctl try-restart docker.service; fi`
}
