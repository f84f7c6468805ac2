import {execa} from 'execa'
import {expect, test} from 'vitest'

const here = new URL('.', import.meta.url).pathname
const program = `${here}../files/follow-swarm-service`

test("the tests of follow-swarm-service's own program pass", async () => {
  const {stderr} = await python('-m', 'unittest', 'discover', '-s', `${here}follow-swarm-service`)
  expect(stderr).toMatch(/^Ran [1-9]\d* tests in .*\n\nOK$/m)
})

test('the program is written for the Python of Enterprise Linux 8, which is 3.6', async () => {
  const check = `
import ast, pathlib, sys
for path in pathlib.Path(sys.argv[1]).glob('*.py'):
    for node in ast.walk(ast.parse(path.read_text(), str(path), feature_version=(3, 6))):
        for word in ('removeprefix', 'removesuffix', 'capture_output', 'dataclasses'):
            if word in (getattr(node, 'attr', ''), getattr(node, 'arg', ''), getattr(node, 'module', '')):
                sys.exit('%s:%d: %s is not in Python 3.6' % (path, node.lineno, word))
`
  expect((await python('-c', check, program)).exitCode).toBe(0)
})

function python(...words: readonly string[]) {
  return execa('/usr/bin/python3', ['-B', ...words], {env: {PYTHONPATH: program}, reject: false})
}
