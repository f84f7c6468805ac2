import {dirname} from 'node:path'
import {command, defineImageRole, directory, file, link, type Shell, sh} from '@hive-ci/cli'
import {installed} from './install.ts'

/** The certificate of the site's authority, in the context directory. */
const authority = 'ca/cacert.pem'

/** Where pip and others are told to look (PIP_CERT). */
const pipLink = '/etc/cacert_pip.pem'

interface TrustStore {
  readonly anchor: string
  readonly update: Shell
}

const redhat: TrustStore = {
  anchor: '/etc/pki/ca-trust/source/anchors/hive-ca.pem',
  update: sh`update-ca-trust extract`,
}

const others: TrustStore = {
  anchor: '/usr/local/share/ca-certificates/hive-ca.crt',
  update: sh`update-ca-certificates`,
}

/** Makes everything in the image trust the site's authority, and with it a proxy that signs by it. */
export const hiveTrustCa = defineImageRole({
  name: 'hive-trust-ca',
  material: () => [authority],

  resources(_target, _site, facts, material) {
    const {anchor, update} = facts.family === 'redhat' ? redhat : others
    const certificate = file(anchor, {content: material.text(authority)})
    return [
      installed('ca-certificates', sh`command -v update-ca-trust || command -v update-ca-certificates`),
      directory(dirname(anchor)),
      certificate,
      command('the image trusts the authority of the site', {
        check: sh`:`,
        apply: sh`:`,
        onChange: {of: [certificate], run: update},
      }),
      link(pipLink, {target: anchor}),
    ]
  },
})
