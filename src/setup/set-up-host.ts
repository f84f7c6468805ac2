import {readMaterial} from '../context/read-material.ts'
import {applyProgram} from '../engine/apply.ts'
import {baseFacts} from '../engine/base-facts.ts'
import {compile} from '../engine/compile.ts'
import {gatherFacts} from '../engine/gather-facts.ts'
import type {HostOutcome} from '../engine/outcome.ts'
import type {Section} from '../engine/program.ts'
import {downloadAdvice} from '../proxy/failure/download-advice.ts'
import {programEnvironment} from '../proxy/tunnel/program-environment.ts'
import type {Facts, HostRole} from '../role.ts'
import type {Session} from '../session.ts'
import {lines, type Shell} from '../shell/sh.ts'
import type {Host} from '../site/site.ts'
import {offerImages} from './offer-images.ts'

export interface HostSetup {
  readonly outcome: HostOutcome
  /** What every role was told, and the roles' own under their names; see {@link factsFor}. */
  readonly facts: Facts
  readonly warnings: readonly string[]
}

/** Put in the place of what only a real run makes, so that check mode can show the rest. */
const standIn = '(made by setup-hosts)\n'

/**
 * Brings one host to where its roles want it, in two execs: all facts, then one program of all resources. Throws
 * `HiveError` when the host cannot be asked or a role cannot be told what to do; a failing resource is an outcome.
 */
export async function setUpHost(session: Session, host: Host, roles: readonly HostRole[]): Promise<HostSetup> {
  const {site, hosts, checkMode, report, signal, extensions} = session
  const become = {become: true}
  const facts = await gatherFacts(await hosts.connect(host), factsOf(roles), {...become, signal})
  const sections = await sectionsOf(session, host, roles, facts)
  const offer = await offerImages(session, sections)
  try {
    const outcome = await applyProgram(
      {connect: () => hosts.connect(host), reset: () => hosts.reset(host)},
      compile(sections, {checkMode}),
      {
        ...become,
        preface: async connection => lines(programEnvironment(site, connection), await offer?.preface(connection)),
        host: host.name,
        report,
        signal,
        canReboot: extensions.providers.get(site.provider)?.capabilities.canReboot ?? false,
      },
    )
    return {
      outcome: withCause(outcome),
      facts,
      warnings: roles.flatMap(role => role.warnings?.(host, site, factsFor(role, facts)) ?? []),
    }
  } finally {
    await offer?.end()
  }
}

/** The facts every host is asked, and each role's own under the role's name, so that two may choose the same word. */
function factsOf(roles: readonly HostRole[]): Readonly<Record<string, Shell>> {
  const own = roles.flatMap(role =>
    Object.entries(role.facts ?? {}).map(([name, fact]): [string, Shell] => [`${role.name}.${name}`, fact]),
  )
  return {...baseFacts, ...Object.fromEntries(own)}
}

/** The facts a role gets: those of every host, and its own by the words it chose. */
export function factsFor(role: HostRole, facts: Facts): Facts {
  const own = Object.keys(role.facts ?? {}).map(name => [name, facts[`${role.name}.${name}`] ?? ''])
  return {...facts, ...Object.fromEntries(own)}
}

async function sectionsOf(
  {site, checkMode}: Session,
  host: Host,
  roles: readonly HostRole[],
  facts: Facts,
): Promise<readonly Section[]> {
  const paths = roles.flatMap(role => role.material?.(host, site) ?? [])
  const material = await readMaterial(site.contextDirectory, paths, checkMode ? standIn : undefined)
  return roles.map(role => ({role: role.name, resources: role.resources(host, site, factsFor(role, facts), material)}))
}

/** A download that failed tells why, as far as its words say. */
function withCause(outcome: HostOutcome): HostOutcome {
  const {message} = outcome
  if (message === undefined || !/https?:\/\/|proxy/i.test(message)) return outcome
  return {...outcome, message: [message, ...downloadAdvice(message)].join(' ')}
}
