import {HiveError, type Host, type RoleChange, type Secret, type Session, type SetUpHost} from '@hive-ci/cli'
import {openZabbix, type ZabbixApi, ZabbixRefusal} from './api.ts'
import {applyStep} from './apply.ts'
import {login} from './login.ts'
import {observeZabbix} from './observe.ts'
import {adminPassword} from './passwords.ts'
import {planZabbix} from './plan.ts'
import type {FoundZabbix} from './state.ts'
import {wantedZabbix} from './wanted.ts'

/** What Zabbix has yet to be told of the site; looks, and writes nothing. */
export async function planRegistration(session: Session, {host, facts}: SetUpHost): Promise<readonly RoleChange[]> {
  const password = await adminPassword(session.site)
  const found = await look(session, host, password)
  const wanted = wantedZabbix(session.site, host, facts, found.templates)
  return planZabbix(wanted, found).map(({step, ...change}) => ({
    ...change,
    apply: () => asAdmin(session, host, password, api => applyStep(api, wanted, step, password)),
  }))
}

const nothing: FoundZabbix = {isNew: true, groups: [], templates: new Map(), hosts: []}

async function look(session: Session, host: Host, password: Secret | undefined): Promise<FoundZabbix> {
  try {
    return await asAdmin(session, host, password, observeZabbix)
  } catch (error) {
    // Before the first real run nobody answers.
    const isThere = !(error instanceof HiveError) || error.code !== 'HOST_FAILED' || error instanceof ZabbixRefusal
    if (session.checkMode && !isThere) return nothing
    throw error
  }
}

async function asAdmin<Result>(
  {hosts, signal}: Session,
  host: Host,
  password: Secret | undefined,
  work: (api: ZabbixApi, isNew: boolean) => Promise<Result>,
): Promise<Result> {
  const api = await openZabbix(await hosts.connect(host), signal)
  try {
    const session = await login(api, password)
    try {
      return await work(session.api, session.isNew)
    } finally {
      await session.logout()
    }
  } finally {
    api.close()
  }
}
