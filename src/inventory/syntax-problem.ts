import type {Problem} from './problem.ts'
import type {SourceFile} from './source-file.ts'
import type {SyntaxProblem} from './yaml-value.ts'

/** What the YAML reader had to say about a file, as a problem. */
export function syntaxProblem(file: SourceFile, {offset, code, message}: SyntaxProblem): Problem {
  const position = file.position(offset)
  const sentence = sentences[code] ?? `this is not valid YAML: ${message.replace(/\.$/, '')}.`
  return {position, path: [], message: sentence, line: file.line(position.line)}
}

/** For what happens often, better words than the library's. */
const sentences: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is in the mapping already; keep one of them.',
  TAB_AS_INDENT: 'a tab can not indent YAML; use blanks.',
  TAG_RESOLVE_FAILED: 'this tag is not known; !unsafe and !vault are, on single values.',
  UNEXPECTED_TOKEN: 'this is not valid YAML here; check quotes and indentation.',
}
