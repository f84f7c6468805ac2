import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type InputDefinition, inputDefinitions} from '../../plugins/gitlab/src/pipeline/inputs.ts'
import {plain} from '../../plugins/gitlab/src/pipeline/node.ts'
import {readCiFile} from '../../plugins/gitlab/src/pipeline/read.ts'

/** The last part of docs/ci.md: every input of every template, as their headers declare them. */
export async function inputsSection(templates: string): Promise<string> {
  const files = (await readdir(templates)).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  const tables = await Promise.all(files.map(file => tableOf(templates, file)))
  return `<!-- inputs -->\n${tables.join('\n')}`
}

/** The template of the whole pipeline comes first. */
function rank(file: string): number {
  return file === 'hive.gitlab-ci.yml' ? 0 : 1
}

async function tableOf(templates: string, file: string): Promise<string> {
  const text = await readFile(join(templates, file), 'utf8')
  const about = text
    .slice(0, text.indexOf('spec:'))
    .split('\n')
    .map(line => line.replace(/^# ?/, ''))
  const rows = inputDefinitions(readCiFile(text, file).spec).map(row)
  const head = ['| input | default | |', '|---|---|---|']
  return `### ${file}\n\n${about.join('\n').trim()}\n\n${[...head, ...rows].join('\n')}\n`
}

function row({name, type, fallback, description, options}: InputDefinition): string {
  const value = fallback === undefined ? '' : plain(fallback)
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  const choices = options ? ` One of ${options.join(', ')}.` : ''
  const kind = type === 'string' ? '' : ` (${type})`
  return `| \`${name}\`${kind} | \`${shown.replaceAll('|', '\\|')}\` | ${description}${choices} |`
}
