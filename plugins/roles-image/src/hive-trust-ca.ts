import {dirname} from 'node:path'
import {command, defineImageRole, directory, file, link, type Shell, sh} from '@hive-ci/cli'
import {installed} from './install.ts'
import {javaTrust} from './java-trust.ts'
import type {NamedAuthority} from './named-authority.ts'
import {pythonTrust} from './python-trust.ts'

/** The certificate of the site's authority, in the context directory. */
const authority = 'ca/cacert.pem'

/** Everything the image trusts, where pip and others are told to look: the name hive-builder's roles know. */
const everything = '/etc/cacert_pip.pem'

interface TrustStore {
  readonly anchors: string
  readonly suffix: string
  readonly bundle: string
  readonly update: Shell
}

const redhat: TrustStore = {
  anchors: '/etc/pki/ca-trust/source/anchors',
  suffix: '.pem',
  bundle: '/etc/pki/tls/certs/ca-bundle.crt',
  update: sh`update-ca-trust extract`,
}

/** Debian, Ubuntu and Alpine. */
const others: TrustStore = {
  anchors: '/usr/local/share/ca-certificates',
  suffix: '.crt',
  bundle: '/etc/ssl/certs/ca-certificates.crt',
  update: sh`update-ca-certificates`,
}

/**
 * Makes everything in the image trust the site's authority and those of `extra_ca`: the system's store, and those that
 * Java, Python and Node keep for themselves.
 */
export const hiveTrustCa = defineImageRole({
  name: 'hive-trust-ca',
  material: () => [authority],

  resources(_target, site, facts, material) {
    const {anchors, suffix, bundle, update} = facts.family === 'redhat' ? redhat : others
    const trusted: readonly NamedAuthority[] = [
      {name: 'hive-ca', pem: material.text(authority)},
      ...site.extraAuthorities.map(({fingerprint, pem}) => ({name: `hive-extra-${fingerprint.slice(0, 16)}`, pem})),
    ]
    const certificates = trusted.map(({name, pem}) => file(`${anchors}/${name}${suffix}`, {content: pem}))
    return [
      installed('ca-certificates', sh`command -v update-ca-trust || command -v update-ca-certificates`),
      directory(dirname(anchors)),
      directory(anchors),
      ...certificates,
      command('the image trusts the authority of the site', {
        check: sh`:`,
        apply: sh`:`,
        onChange: {of: certificates, run: update},
      }),
      link(everything, {target: bundle}),
      javaTrust(trusted),
      pythonTrust(trusted),
    ]
  },

  /** For programs that ask no store of the system: those in Node, and in Python with libraries of their own. */
  environment: () => ({NODE_EXTRA_CA_CERTS: everything, REQUESTS_CA_BUNDLE: everything, PIP_CERT: everything}),
})
