import {type ErrorCode, HiveError} from '../error.ts'
import type {Position} from '../site/site.ts'
import type {Path, SourceFile} from './source-file.ts'

/** One thing that is wrong with a project's files. */
export interface Problem {
  readonly position: Position
  /** Keys from the top of the file, e.g. `['services', 'web', 'image']`. */
  readonly path: Path
  /** What is wrong, what was expected and what to do, as a sentence. */
  readonly message: string
  /** The source line, for the reader's eye. */
  readonly line?: string
}

export interface ProblemAt {
  readonly file: SourceFile
  readonly path: Path
  readonly message: string
  /** Point at the key instead of at its value. */
  readonly part?: 'key' | 'value'
}

export function problemAt({file, path, message, part = 'value'}: ProblemAt): Problem {
  const position = file.locate(path, part)
  return {position, path, message, line: file.line(position.line)}
}

/** All problems as one error: each as `file:line:col path: message` with its source line and a caret. */
export function inventoryError(
  problems: readonly Problem[],
  code: ErrorCode = 'INVENTORY_INVALID',
  what = 'The inventory',
): HiveError {
  const sorted = problems.toSorted(byPosition)
  const shown = sorted.slice(0, mostShown).map(render)
  const rest = sorted.length - shown.length
  const count = sorted.length === 1 ? 'a problem' : `${sorted.length} problems`
  return new HiveError(
    code,
    [`${what} has ${count}.`, ...shown, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join('\n\n'),
  )
}

/** A file that is no YAML at all can have thousands. */
const mostShown = 100

function byPosition(left: Problem, right: Problem): number {
  const [a, b] = [left.position, right.position]
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

function render({position, path, message, line}: Problem): string {
  const {file, line: number, column} = position
  const where = path.length > 0 ? ` ${path.map(visible).join('/')}` : ''
  const heading = `${visible(file)}:${number}:${column}${where}: ${message}`
  return line === undefined || line.trim() === '' ? heading : `${heading}\n${excerpt({line, number, column, path})}`
}

interface Excerpt {
  readonly line: string
  readonly number: number
  readonly column: number
  readonly path: Path
}

const longest = 100

function excerpt({line, number, column, path}: Excerpt): string {
  const skipped = column > longest ? column - longest / 2 : 0
  const shown = visible(masked(line, path).slice(skipped, skipped + longest))
  const before = visible(line.slice(skipped, column - 1))
  const margin = `  ${number} | `
  return `${margin}${shown}\n${' '.repeat(margin.length - 2)}| ${' '.repeat(widthOf(before))}^`
}

/** Values of keys that look like secrets are not repeated on the terminal. */
function masked(line: string, path: Path): string {
  if (line.includes('{{') || !/pass|secret|token|credential|private_key/i.test(String(path.at(-1)))) return line
  return line.replace(/^(\s*(?:- )?[^:]+:\s+).+$/, '$1***')
}

/** Control characters could rewrite the reader's terminal. */
function visible(text: string | number): string {
  return String(text).replaceAll(/\p{C}/gu, character => (character === '\t' ? ' ' : '?'))
}

/** Columns on the terminal: East Asian wide characters take two. */
function widthOf(text: string): number {
  return (
    text.length +
    (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/g) ?? []).length
  )
}
