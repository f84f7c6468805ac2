import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {Slots} from '../../src/transport/slots.ts'
import {type DockerMode, startDockerMode} from './docker-mode.ts'
import {type LastingMachines, startLastingMachines} from './lasting-machines.ts'
import {runStep, type StepResult} from './run-steps.ts'
import {readSituations, type Situation} from './situation.ts'
import {situationProject} from './situation-project.ts'
import {startedTogether} from './together.ts'

/** Situations with something to run; one that goes on where another ended comes after it. */
const situations = (await readSituations()).filter(({steps}) => steps.length > 0)
const chains = situations.filter(({after}) => after === undefined).map(first => [first, ...followersOf(first)])

/** Results by situation. */
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

describe.each(situations)('$name', ({name, about, steps}) => {
  test(`really: ${about}`, () => {
    const found = results.get(name) ?? []
    for (const [index, step] of steps.entries()) {
      const {exit, passed, failed, log = '', artifacts = {}, found: seen, told} = found[index] ?? {}
      const {exit: wantedExit, passed: wantedPassed, failed: wantedFailed} = step
      expect({exit, passed, failed}, log).toEqual({exit: wantedExit, passed: wantedPassed, failed: wantedFailed})
      expect(seen, log).toBeUndefined()
      expect(told, log).toEqual([])
      expect(startedTogether(log, step.together), log).toEqual(step.together)
      for (const text of step.says) expect(log).toContain(text)
      for (const text of step.silent) expect(log).not.toContain(text)
      for (const [file, texts] of Object.entries(step.artifacts)) {
        for (const text of texts) expect(artifacts[file], log).toContain(text)
      }
    }
  })
})

test('the image of jobs has the programs they use, and completion, and is not root', async () => {
  const programs = 'ansible-playbook bash curl docker git hive jq node python3 rsync skopeo ssh'
  const look = `for name in ${programs}; do command -v $name > /dev/null || echo "$name is missing"; done`
  const program = `id -un; ${look}; bash -ic 'complete -p hive'`
  const {stdout} = await execa('docker', ['run', '--rm', 'hive-runner:0.1.0', 'sh', '-c', program])
  expect(stdout).toBe('hive\ncomplete -o default -F _hive hive')
})

function followersOf(first: Situation): readonly Situation[] {
  const next = situations.filter(({after}) => after === first.name)
  return next.flatMap(situation => [situation, ...followersOf(situation)])
}

async function runChain(chain: readonly Situation[]): Promise<void> {
  const [first] = chain
  if (first === undefined) return
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
