import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {Slots} from '../../src/transport/slots.ts'
import {type DockerMode, startDockerMode} from './docker-mode.ts'
import {type LastingMachines, startLastingMachines} from './lasting-machines.ts'
import {runStep, type StepResult} from './run-steps.ts'
import {readSituations, type Situation} from './situation.ts'
import {situationProject} from './situation-project.ts'
import type {Step} from './step.ts'
import {startedTogether} from './together.ts'

/** Situations that go on one where another ended, the first one first. */
export type Chain = readonly [Situation, ...Situation[]]

/** What a suite really runs, chain by chain: what `proof` runs needs those it goes on from as well. */
export async function situationChains(suite: Situation['suite']): Promise<readonly Chain[]> {
  const all = (await readSituations()).filter(({steps}) => steps.length > 0)
  const situations = suite === 'proof' ? all : all.filter(situation => situation.suite === 'test')
  const followersOf = (first: Situation): readonly Situation[] => {
    const next = situations.filter(({after}) => after === first.name)
    return next.flatMap(situation => [situation, ...followersOf(situation)])
  }
  const chains = situations
    .filter(({after}) => after === undefined)
    .map((first): Chain => [first, ...followersOf(first)])
  return chains.filter(chain => chain.some(situation => situation.suite === suite))
}

/** Declares the tests of chains: really runs their pipelines, two chains at a time, then holds what came of each step. */
export function testChains(chains: readonly Chain[]): void {
  /** By situation. */
  const results = new Map<string, readonly StepResult[]>()
  const machines: LastingMachines[] = []
  let mode: DockerMode

  beforeAll(async () => {
    mode = await startDockerMode()
    // What does not share machines runs at the same time.
    const slots = new Slots(2)
    await Promise.all(chains.map(chain => slots.use(() => runChain(chain))))
  }, 3_000_000)

  afterAll(async () => {
    await Promise.all(machines.map(lasting => lasting.stop()))
    await mode.stop()
  }, 600_000)

  test.each(chains.flat())('$name, really: $about', ({name, steps}) => {
    for (const [index, step] of steps.entries()) holdStep(step, results.get(name)?.[index])
  })

  async function runChain(chain: Chain): Promise<void> {
    const [first] = chain
    const lasting = first.machines === 'lasting' ? await startLastingMachines(mode, first.name) : undefined
    if (lasting) machines.push(lasting)
    const directory = await mkdtemp(join(tmpdir(), 'hive-ci-'))
    const project = await situationProject({situation: first, directory, mirror: mode.mirror})
    for (const situation of chain) {
      const found: StepResult[] = []
      results.set(situation.name, found)
      for (const step of situation.steps) found.push(await runStep(situation, step, {mode, project, machines: lasting}))
    }
  }
}

function holdStep(step: Step, result: StepResult | undefined): void {
  const {exit, passed, failed, log = '', artifacts = {}, found, told} = result ?? {}
  expect({exit, passed, failed}, log).toEqual({exit: step.exit, passed: step.passed, failed: step.failed})
  expect(found, log).toBeUndefined()
  expect(told, log).toEqual([])
  expect(startedTogether(log, step.together), log).toEqual(step.together)
  for (const text of step.says) expect(log).toContain(text)
  for (const text of step.silent) expect(log).not.toContain(text)
  for (const [file, texts] of Object.entries(step.artifacts)) {
    for (const text of texts) expect(artifacts[file], log).toContain(text)
  }
}
