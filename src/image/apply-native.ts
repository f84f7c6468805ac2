import {baseFacts, compile, gatherFacts, runProgram, type Section} from '../engine/index.ts'
import {HiveError} from '../error.ts'
import type {Facts} from '../role.ts'
import {containerConnection} from '../transport/docker.ts'
import type {RoleTarget, RoleTotals} from './applied-roles.ts'
import type {NativeRole} from './role-groups.ts'
import {prepareRole} from './role-material.ts'
import {roleTarget} from './role-target.ts'

/** Where reactions that are due are noted: gone with the container's next start. */
const stateDirectory = '/run/hive'

/**
 * Compiles native roles into one program and runs it inside the container as root.
 * @throws HiveError HOST_FAILED with the engine's sentence about the resource that failed.
 */
export async function applyNativeRoles(target: RoleTarget, roles: readonly NativeRole[]): Promise<RoleTotals> {
  const {session, docker, container, service, environment, checkMode} = target
  const {signal, report} = session
  const inside = containerConnection(docker, container, {name: service, environment})
  const wanted = Object.assign({}, ...roles.map(({role}) => role.facts ?? {}))
  const facts = await gatherFacts(inside, {...baseFacts, ...wanted}, {become: false, signal})
  const sections = await Promise.all(roles.map(role => section(role, target, facts)))
  const program = compile(sections, {checkMode, stateDirectory})
  const outcome = await runProgram(inside, program, {host: service, report, become: false, signal})
  if (outcome.outcome === 'failed') throw new HiveError('HOST_FAILED', outcome.message ?? `${service} failed.`)
  return {ok: outcome.ok, changed: outcome.changed, changes: outcome.changes}
}

async function section(found: NativeRole, {session, service, object}: RoleTarget, facts: Facts): Promise<Section> {
  const target = roleTarget(found, service, object.variables)
  const {material} = await prepareRole(session, found, target)
  return {role: found.name, resources: found.role.resources(target, session.site, facts, material)}
}
