import {type Document, parseAllDocuments, type ScalarTag} from 'yaml'
import {fail} from '../failure.ts'
import {inward} from '../value/inward.ts'
import type {Value} from '../value/value.ts'
import {resolvePlain} from './plain.ts'

/** Reads the one YAML document a text holds, with the scalars of YAML 1.1 as PyYAML reads them. */
export function readYaml(text: string): Value {
  const documents = readYamlDocuments(text)
  if (documents.length > 1) return fail('the text holds more than one YAML document')
  return documents[0] ?? inward(null)
}

/** Reads every YAML document a text holds. */
export function readYamlDocuments(text: string): Value[] {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    customTags: tags => [...tags, plainTag],
  })
  return Array.isArray(documents) ? documents.map(contentOf) : []
}

const plainTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:plain',
  default: true,
  test: /^[-+.\d~nNyYtTfFoO]|^$/,
  resolve: text => resolvePlain(text) ?? text,
}

function contentOf(document: Document): Value {
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) return fail(`the text is no YAML (${problem.message.split('\n', 1)[0]?.replace(/:$/, '')})`)
  return inward(document.toJS({mapAsMap: true}))
}
