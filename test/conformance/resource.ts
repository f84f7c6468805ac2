import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, beforeEach, describe, expect, it} from 'vitest'
import {compile} from '../../src/engine/compile.ts'
import type {HostOutcome} from '../../src/engine/outcome.ts'
import {runProgram} from '../../src/engine/run.ts'
import type {Resource} from '../../src/resource/resource.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {connectThrough, shells} from '../support/shells.ts'
import {readTree} from '../support/tree.ts'

export interface ResourceCase {
  /** Makes what is there before, in an empty directory. */
  readonly prepare?: (directory: string) => void
  /** The resource, which keeps something in the directory that is not so yet. */
  readonly resource: (directory: string) => Resource
  /** A closer look at what was made. */
  readonly made?: (directory: string) => void
}

/** Milliseconds after which a first run is killed. */
const interruptions = [2, 6, 10, 16]

/**
 * What every kind of resource promises, in every shell: looking changes nothing, the first run changes, the second finds
 * it right, and a run that was killed anywhere is made good by the next.
 */
export function testResource(title: string, subject: ResourceCase): void {
  describe.each(shells)(`${title} under %s`, shell => {
    const connection = connectThrough(shell)
    const place = mkdtempSync(join(tmpdir(), 'hive-resource-'))
    const directory = join(place, 'root')

    beforeEach(() => prepare(directory, subject))
    afterAll(async () => {
      rmSync(place, {recursive: true})
      await connection.close()
    })

    it('looks without touching anything', async () => {
      const before = readTree(place, {times: true})
      expect(await run(place, subject, {connection, checkMode: true})).toMatchObject({
        outcome: 'would-change',
        changed: 1,
      })
      expect(readTree(place, {times: true})).toEqual(before)
    })

    it('changes once and then holds', async () => {
      expect(await run(place, subject, {connection})).toMatchObject({outcome: 'changed', changed: 1})
      subject.made?.(directory)
      const after = readTree(place, {times: true})
      expect(await run(place, subject, {connection})).toMatchObject({outcome: 'ok', ok: 1})
      expect(await run(place, subject, {connection, checkMode: true})).toMatchObject({outcome: 'ok', ok: 1})
      expect(readTree(place, {times: true})).toEqual(after)
    })

    it('heals after being killed', async () => {
      await run(place, subject, {connection})
      const wanted = readTree(directory)
      for (const delay of interruptions) {
        prepare(directory, subject)
        await kill(place, subject, connection, delay)
        expect(await run(place, subject, {connection})).toMatchObject({failed: 0})
        expect(readTree(directory)).toEqual(wanted)
      }
    })
  })
}

interface RunWay {
  readonly connection: Connection
  readonly checkMode?: boolean
}

function prepare(directory: string, subject: ResourceCase): void {
  rmSync(directory, {recursive: true, force: true})
  mkdirSync(directory)
  subject.prepare?.(directory)
}

function programOf(place: string, subject: ResourceCase, checkMode: boolean) {
  const resources = [subject.resource(join(place, 'root'))]
  return compile([{role: 'tried', resources}], {
    checkMode,
    stateDirectory: join(place, 'state'),
    runtimeDirectory: place,
  })
}

function run(place: string, subject: ResourceCase, {connection, checkMode = false}: RunWay): Promise<HostOutcome> {
  const options = {host: connection.name, become: false, report: () => undefined}
  return runProgram(connection, programOf(place, subject, checkMode), options)
}

/** Kills the shell and all it started, as a power cut would. */
async function kill(place: string, subject: ResourceCase, connection: Connection, delay: number): Promise<void> {
  const program = programOf(place, subject, false).shell.text
  const running = connection.exec(`echo $$ >'${place}/group'; exec sh -s`, {stdin: program})
  await pause(delay)
  await connection.exec(`kill -9 "-$(cat '${place}/group')"`)
  await running
  await connection.exec(`rm -rf '${place}'/hive.?????? '${place}/group'`)
}
