import {describe, expect, it} from 'vitest'
import {compile} from '../../../src/engine/index.ts'
import type {Facts, ImageTarget, Material} from '../../../src/role.ts'
import {secret} from '../../../src/shell/secret.ts'
import {shellcheck} from '../../../test/conformance/shellcheck.ts'
import {makeSite} from '../../../test/support/site.ts'
import {hiveTrustCa} from '../src/hive-trust-ca.ts'
import {pythonAptk} from '../src/python-aptk.ts'

const target: ImageTarget = {service: 'web', roleDirectory: '/roles', variable: () => undefined}
const material: Material = {text: path => `text of ${path}\n`, secret: path => secret(`text of ${path}\n`)}

describe.each([hiveTrustCa, pythonAptk])('the image role $name', role => {
  it.each<Facts>([{}, {family: 'debian'}, {family: 'redhat'}])('is clean shell with the facts %o', facts => {
    const resources = role.resources(target, makeSite(), facts, material)
    const {shell} = compile([{role: role.name, resources}], {checkMode: false})
    expect(shellcheck(shell.text)).toBe('')
  })
})

describe('hive-trust-ca', () => {
  it.each([
    [{}, '/usr/local/share/ca-certificates/hive-ca.crt'],
    [{family: 'debian'}, '/usr/local/share/ca-certificates/hive-ca.crt'],
    [{family: 'redhat'}, '/etc/pki/ca-trust/source/anchors/hive-ca.pem'],
  ])('with the facts %o puts the authority to %s', (facts, path) => {
    const ids = hiveTrustCa.resources(target, makeSite(), facts, material).map(({id}) => id)
    expect(ids).toContain(`file:${path}`)
    expect(hiveTrustCa.material?.(target, makeSite())).toEqual(['ca/cacert.pem'])
  })
})
