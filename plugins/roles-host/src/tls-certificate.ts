import {command, defineHostRole, directory, file, osFamily, type Resource, type Shell, sh} from '@hive-ci/cli'
import {families} from './family.ts'
import {issueCertificates} from './issue-certificates.ts'
import {caFile, certificateFile, keyFile} from './tls-material.ts'
import {caPath, certificatePath, keyPath} from './tls-paths.ts'

/** A key and a certificate of the site's CA for every server, and the whole system's trust in that CA. */
export const tlsCertificate = defineHostRole({
  name: 'tls-certificate',
  group: 'servers',
  prepare: issueCertificates,
  material: host => [caFile, keyFile(host), certificateFile(host)],

  resources(host, _site, facts, material) {
    const ca = file(caPath, {content: material.text(caFile)})
    const key = file(keyPath(host), {content: material.secret(keyFile(host)), mode: '0600'})
    const certificate = file(certificatePath(host), {content: material.text(certificateFile(host))})
    const {trustAnchor, updateTrust} = families[osFamily(host.name, facts)]
    const anchor = trustAnchor === caPath ? ca : file(trustAnchor, {content: material.text(caFile)})
    return [
      ...['/etc/pki/tls/private', '/etc/pki/tls/certs', '/etc/pki/ca-trust/source/anchors'].map(path =>
        directory(path),
      ),
      key,
      certificate,
      ca,
      ...(anchor === ca ? [] : [anchor]),
      followed('the system trusts the CA of the site', [anchor], updateTrust),
      followed('the engine has read its certificate', [ca, key, certificate], restartEngine(certificatePath(host))),
    ]
  },
})

/** Something that reads files at its start only, and has to be told. */
function followed(name: string, of: readonly Resource[], run: Shell): Resource {
  return command(name, {check: sh`:`, apply: sh`:`, onChange: {of, run}})
}

/** Not before the engine was told to use the certificate: the role docker starts it with the right one. */
function restartEngine(certificate: string): Shell {
  return sh`if grep -qsF ${certificate} /etc/docker/daemon.json; then systemctl try-restart docker.service; fi`
}
