import {closeEngine, dockerEngine} from '../../src/docker/engine.ts'
import type {RunEvent} from '../../src/reporter/event.ts'
import {createHostPool} from '../../src/session/host-pool.ts'
import type {Session} from '../../src/session.ts'
import type {Site} from '../../src/site/site.ts'
import type {Connection} from '../../src/transport/connection.ts'

export interface TestSession extends Session {
  /** What was reported so far. */
  readonly events: RunEvent[]
}

/** A session in which every host is reached over the same connection. */
export function makeSession(site: Site, connection: Connection, wish: Partial<Session> = {}): TestSession {
  const events: RunEvent[] = []
  return {
    site,
    extensions: {providers: new Map(), roles: [], imageRoles: new Map()},
    hosts: createHostPool({
      open: async () => connection,
      engineOf: async opened => dockerEngine(opened),
      closeEngine: async engine => closeEngine(engine),
    }),
    report: event => events.push(event),
    signal: new AbortController().signal,
    checkMode: false,
    ...wish,
    events,
  }
}
