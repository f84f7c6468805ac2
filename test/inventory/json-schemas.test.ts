import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {z} from 'zod'
import {jsonSchemas} from '../../src/inventory/json-schemas.ts'

const {hive, services} = jsonSchemas()
const oracle = join(import.meta.dirname, '../fixtures/oracle/inventory')
const files = globSync('*/inventory/*.yml', {cwd: oracle}).toSorted()

const accepts = (file: unknown): boolean => {
  const isHive = z.object({plugin: z.literal('hive_inventory')}).safeParse(file).success
  return z.fromJSONSchema(isHive ? hive : services).safeParse(file).success
}

describe('jsonSchemas', () => {
  it('accepts every file hive-builder accepts', () => {
    const refused = files.filter(file => !accepts(parse(readFileSync(join(oracle, file), 'utf8'))))
    expect({files: files.length, refused}).toEqual({files: 80, refused: []})
  })

  it.each([
    ['a template', {web: {replicas: '{{ count }}'}}, true],
    ['a size', {web: {mem_limit: '512m'}}, true],
    ['no size', {web: {mem_limit: 'lots'}}, false],
    ['an attribute that is not known', {web: {imagee: 'nginx'}}, false],
    ['a port that is none', {web: {ports: ['http']}}, false],
  ])('judges a service with %s', (_, wanted, expected) => {
    expect(accepts({plugin: 'hive_services', services: wanted})).toBe(expected)
  })

  it('leaves the author keys that begin with x- or a dot', () => {
    expect([services.patternProperties, services.additionalProperties]).toEqual([{'^(\\.|x-)': {}}, false])
  })
})
