import {describe, expect, it} from 'vitest'
import {compile} from '../../src/engine/compile.ts'
import type {Facts, HostRole, Material} from '../../src/role.ts'
import type {Host, Site} from '../../src/site/site.ts'
import {deepFreeze} from './deep-freeze.ts'
import {shellcheck, shellcheckSteps} from './shellcheck.ts'

export interface RoleCase {
  readonly hosts: readonly Host[]
  readonly site: Site
  /** What each host answers to the role's facts; the same for all. */
  readonly facts?: Facts
  /** The context files the role asks for. */
  readonly material?: Material
}

/** Secrets are struck out of all output; anything shorter would take pieces out of what is none. */
const shortest = 6

/**
 * What every host role promises: it is a pure function, its ids are unique and hold no secret, it reacts only to what
 * stands before, calls nothing a secret that is short and common, and what it becomes is shell without a complaint from
 * shellcheck. So are its checks, whose titles differ.
 */
export function testRole(role: HostRole, subject: RoleCase): void {
  describe(`the role ${role.name}`, () => {
    const {hosts, site, facts = {}, material = noMaterial} = deepFreeze(subject)
    const ours = hosts.filter(host => role.appliesTo?.(host, site) ?? true)
    const programOf = (host: Host) =>
      compile([{role: role.name, resources: role.resources(host, site, facts, material)}], {checkMode: false}).shell

    it('applies to a host of the example', () => expect(ours).not.toEqual([]))

    it.each(ours.map(host => [host.name, host] as const))('gives equal resources twice for %s', (_name, host) => {
      expect(programOf(host).text).toBe(programOf(host).text)
    })

    it.each(ours.map(host => [host.name, host] as const))('shows no secret of %s', (_name, host) => {
      const shown = role.resources(host, site, facts, material).flatMap(({id, diff}) => [id, diff?.text ?? ''])
      const secrets = programOf(host).secrets.map(secret => secret.reveal())
      expect(secrets.filter(value => value !== '' && shown.some(text => text.includes(value)))).toEqual([])
    })

    it.each(ours.map(host => [host.name, host] as const))('calls no ordinary word of %s a secret', (_name, host) => {
      const secrets = programOf(host).secrets.map(secret => secret.reveal().trim())
      expect(secrets.filter(value => value !== '' && value.length < shortest)).toEqual([])
    })

    it.each(ours.map(host => [host.name, host] as const))('is clean shell for %s', (_name, host) => {
      expect(shellcheckSteps(programOf(host).text)).toBe('')
    })

    it('looks with clean shell at what it checks, and calls no two checks the same', () => {
      const checks = ours.flatMap(host => role.checks?.(host, site) ?? [])
      expect(new Set(checks.map(({title}) => title)).size).toBe(checks.length)
      expect([...new Set(checks.map(({look}) => look.text))].map(shellcheck).join('')).toBe('')
    })
  })
}

const noMaterial: Material = {text: refuse, secret: refuse}

function refuse(path: string): never {
  throw new Error(`the test gives no ${path}`)
}
