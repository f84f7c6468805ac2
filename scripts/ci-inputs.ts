// Prints the tables of inputs for docs/ci.md, or with --write puts them there. A test sees to it that they are up to date.
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {inputsSection} from '../test/ci/inputs-section.ts'

const root = join(import.meta.dirname, '..')
const section = await inputsSection(join(root, 'ci-templates'))
if (process.argv.includes('--write')) {
  const file = join(root, 'docs/ci.md')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/<!-- inputs -->[\s\S]*$/, section))
} else {
  process.stdout.write(section)
}
