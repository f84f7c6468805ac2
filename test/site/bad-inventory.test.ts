import {cpSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {loadSite} from '../../src/site/load-site.ts'
import {resolveSettings} from '../../src/variables/resolve.ts'
import {makeProject} from '../support/project.ts'
import {stageRulesOfPlugins} from '../support/stage-rules.ts'

const corpus = join(import.meta.dirname, '../fixtures/bad/inventory')
const stageRules = await stageRulesOfPlugins()

describe('a broken inventory', () => {
  it.each(readdirSync(corpus))('is refused with the message of bad/inventory/%s/expected.txt', async situation => {
    const rootDirectory = await makeProject()
    cpSync(join(corpus, situation), rootDirectory, {recursive: true})
    const text = await complaintOf(rootDirectory)
    await expect(text.replaceAll(rootDirectory, '<project>')).toMatchFileSnapshot(
      join(corpus, situation, 'expected.txt'),
    )
  })
})

/** The error as the reader gets it; a stack trace in place of it is a failure of the test. */
async function complaintOf(rootDirectory: string): Promise<string> {
  try {
    const settings = await resolveSettings({rootDirectory, commandLine: {}, environment: {}})
    await loadSite({settings, stageRules, environment: {}})
  } catch (error) {
    if (error instanceof HiveError) return `${[error.code, error.message, ...error.suggestions].join('\n')}\n`
    throw error
  }
  return 'nothing\n'
}
