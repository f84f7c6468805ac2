import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest'
import {z} from 'zod'
import {evaluate, Float, omit, type TemplateContext, UndefinedVariable} from '../../src/template/evaluate.ts'

const oracleSchema = z.object({
  vars: z.record(z.string(), z.unknown()),
  cases: z.array(
    z.object({
      template: z.string(),
      value: z.unknown().optional(),
      omit: z.boolean().optional(),
      error: z.string().optional(),
    }),
  ),
})

/** What Ansible said, in one shape: the value, `omit`, or which kind of error. */
type Outcome = {readonly value: unknown} | {readonly omit: true} | {readonly error: 'undefined' | 'other'}

// make.py asks Ansible in the same surroundings.
const surroundings = {
  workingDirectory: fileURLToPath(new URL('../fixtures/templating', import.meta.url)),
  environment: {HIVE_ORACLE: 'from the environment', HOME: '/home/oracle', PATH: '/usr/bin:/bin'},
}

beforeAll(() => {
  vi.stubEnv('TZ', 'UTC')
})

afterAll(() => {
  vi.unstubAllEnvs()
})

for (const file of ['templating.json', 'templating-more.json']) {
  const {vars, cases} = oracleSchema.parse(
    JSON.parse(readFileSync(new URL(`../fixtures/oracle/${file}`, import.meta.url), 'utf8')),
  )
  const context: TemplateContext = {
    lookup: name => (Object.hasOwn(vars, name) ? {found: true, value: vars[name]} : {found: false}),
    ...surroundings,
  }

  describe(`agrees with Ansible on ${file}`, () => {
    it.each(cases)('$template', ({template, value, omit: isOmit, error}) => {
      const expected: Outcome = error
        ? {error: error === 'AnsibleUndefinedVariable' ? 'undefined' : 'other'}
        : isOmit
          ? {omit: true}
          : {value}
      expect(outcomeOf(template, context)).toEqual(expected)
    })
  })
}

function outcomeOf(template: string, context: TemplateContext): Outcome {
  try {
    const value = evaluate(template, context)
    return value === omit ? {omit: true} : {value: asJson(value)}
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return {error: error.cause instanceof UndefinedVariable ? 'undefined' : 'other'}
  }
}

/** JSON has no floats of its own, so that `1.0` is `1` in what Ansible said. */
function asJson(value: unknown): unknown {
  if (value instanceof Float) return value.value
  if (Array.isArray(value)) return value.map(asJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item)]))
}
