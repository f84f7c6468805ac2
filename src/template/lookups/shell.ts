import {spawnSync} from 'node:child_process'
import type {TemplateContext} from '../context.ts'
import {fail} from '../failure.ts'
import {splitLines} from '../text/split.ts'
import {strip} from '../text/strip.ts'
import {toText} from '../value/text.ts'
import type {Lookup} from './lookup.ts'

/** `lookup('pipe', command)`: what a shell command prints. It runs each time the template is evaluated. */
export const pipe: Lookup = {
  options: [],
  run: (terms, _options, {context}) => terms.map(term => strip(run(toText(term), context), undefined, 'right')),
}

/** `query('lines', command)`: the lines a shell command prints. */
export const lines: Lookup = {
  options: [],
  run: (terms, _options, {context}) => terms.flatMap(term => splitLines(run(toText(term), context))),
}

function run(command: string, {workingDirectory, environment}: TemplateContext): string {
  const result = spawnSync('/bin/sh', ['-c', command], {cwd: workingDirectory, env: environment, encoding: 'utf8'})
  if (result.error) return fail(`the command cannot be run (${result.error.message})`)
  const reason = result.stderr.trim() === '' ? '' : `: ${result.stderr.trim()}`
  return result.status === 0 ? result.stdout : fail(`the command ended with ${result.status ?? result.signal}${reason}`)
}
