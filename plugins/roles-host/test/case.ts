import type {Facts, Host, HostRole, Material, Resource, Secret, Site} from '@hive-ci/cli'
import {secret} from '../../../src/shell/secret.ts'
import {makeSite, type SiteWish} from '../../../test/support/site.ts'

/** What the supported systems answer to the facts the roles read. */
export const systems = {
  debian12: {
    family: 'debian',
    os: 'debian',
    osVersion: '12',
    ipvs: 'yes',
    selinux: 'disabled',
    cloudInit: 'no',
    sshdInclude: 'yes',
  },
  debian13: {
    family: 'debian',
    os: 'debian',
    osVersion: '13',
    ipvs: 'yes',
    selinux: 'disabled',
    cloudInit: 'yes',
    sshdInclude: 'yes',
  },
  alma8: {
    family: 'redhat',
    os: 'almalinux',
    osVersion: '8.10',
    architecture: 'x86_64',
    kernel: '4.18.0-553.el8_10.x86_64',
    ipvs: 'yes',
    selinux: 'enforcing',
    cloudInit: 'no',
    sshdInclude: '',
  },
  alma9: {
    family: 'redhat',
    os: 'almalinux',
    osVersion: '9.4',
    architecture: 'x86_64',
    kernel: '5.14.0-427.13.1.el9_4.x86_64',
    ipvs: 'yes',
    selinux: 'enforcing',
    cloudInit: 'no',
    sshdInclude: 'yes',
  },
  amazon2023: {
    family: 'redhat',
    os: 'amzn',
    osVersion: '2023',
    ipvs: 'yes',
    selinux: 'permissive',
    cloudInit: 'yes',
    sshdInclude: 'yes',
  },
} as const satisfies Record<string, Facts>

/** Every context file there could be, each holding its own name. */
export const material: Material = {
  text: path => `<${path}>\n`,
  secret: (path): Secret => secret(`<secret ${path}>\n`),
}

export interface RoleCaseWish extends SiteWish {
  readonly facts?: Facts
}

/** The resources of the first host of a small site. */
export function resourcesOf(role: HostRole, wish: RoleCaseWish = {}): readonly Resource[] {
  const site = makeSite(wish)
  return role.resources(firstHost(site), site, wish.facts ?? systems.debian12, material)
}

/** Resources as a person would write them down: ids, what they hold and how they are made so. */
export function readable(resources: readonly Resource[]): string {
  return resources.flatMap(each => [each.id, ...linesOf(each).map(line => `  ${line}`)]).join('\n')
}

/** What there is to say of a resource besides its id. */
export function linesOf({id, define, apply, onChange, needsReboot}: Resource): readonly string[] {
  return [
    ...(define === undefined ? [] : [define.toString()]),
    ...(isTold(id, apply.toString()) ? [apply.toString()] : []),
    ...(onChange === undefined ? [] : [`after ${onChange.of.map(other => other.id).join(', ')}: ${onChange.run}`]),
    ...(needsReboot ? ['then a reboot'] : []),
  ].flatMap(text => text.split('\n'))
}

/** Lines, packages that have other names elsewhere, and rights that are not everybody's to read and root's to write. */
function isTold(id: string, apply: string): boolean {
  if (id.startsWith('packages:')) return apply.startsWith('if ')
  if (id.startsWith('file:')) return !apply.endsWith("'644' 'root' 'root' content")
  if (id.startsWith('directory:')) return !apply.endsWith("'755' 'root' 'root'")
  return /^(command|line):/.test(id)
}

/** The text a file resource writes. */
export function contentOf(resources: readonly Resource[], path: string): string {
  const found = resources.find(resource => resource.id === `file:${path}`)
  const text = found?.define?.text ?? ''
  return text
    .replace(/^content\(\) \{\nprintf %s '/, '')
    .replace(/'\n\}$/, '')
    .replaceAll(`'\\''`, `'`)
}

function firstHost({hosts: [host]}: Site): Host {
  if (host === undefined) throw new Error('a site has hosts')
  return host
}
