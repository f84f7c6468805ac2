import {resolve} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type HiveProject, hiveProject} from '../support/hive-project.ts'

let project: HiveProject

beforeEach(async () => {
  project = await hiveProject()
})

afterEach(() => project.remove())

/** What bash offers when Tab is pressed behind `line`. */
async function offered(line: string): Promise<string[]> {
  const words = line.split(' ')
  const script = `
source <(hive completion bash)
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_hive
printf '%s\\n' "\${COMPREPLY[@]}"`
  const {stdout} = await execa('bash', ['-c', script], {
    cwd: project.directory,
    env: {PATH: `${resolve('bin')}:${process.env.PATH}`},
  })
  return stdout.split('\n').filter(word => word !== '')
}

describe('bash', () => {
  test.for([
    ['hive build-', ['build-images', 'build-infra', 'build-networks', 'build-volumes']],
    ['hive -s staging ssh -t s-', ['s-hive0.shop', 's-hive1.shop']],
    ['hive deploy-services -l w', ['web']],
    ['hive deploy-services -s staging -l web,m', ['web,mail']],
    ['hive all -S build-i', ['build-infra', 'build-images']],
    ['hive ssh --ssh', ['--ssh-host']],
    ['hive all --stage = sta', ['staging']],
    ['hive -r ', []],
  ] as const)('completes %s', async ([line, words]) => {
    expect(await offered(line)).toEqual(words)
  })
})
