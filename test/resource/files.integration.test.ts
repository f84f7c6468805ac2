import {chmodSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {absent} from '../../src/resource/absent.ts'
import {block} from '../../src/resource/block.ts'
import {directory} from '../../src/resource/directory.ts'
import {file} from '../../src/resource/file.ts'
import {line} from '../../src/resource/line.ts'
import {link} from '../../src/resource/link.ts'
import {withoutBlock} from '../../src/resource/without-block.ts'
import {secret} from '../../src/shell/secret.ts'
import {testResource} from '../conformance/resource.ts'

const hostile = '-n $(touch /tmp/hive-owned) `id` \'"\\ \\n %s & ; | * ü \u{1f41d}'
const owner = {owner: String(process.getuid?.()), group: String(process.getgid?.())}

const hasText = (name: string, text: string) => (root: string) =>
  expect(readFileSync(join(root, name), 'utf8')).toBe(text)

testResource('a new file with hostile name and content', {
  resource: root =>
    file(join(root, `${hostile.replaceAll('/', '_')}\nsecond line`), {content: `${hostile}\n\n`, ...owner}),
  made: root => hasText(`${hostile.replaceAll('/', '_')}\nsecond line`, `${hostile}\n\n`)(root),
})

testResource('a file without a last newline', {
  resource: root => file(join(root, 'a'), {content: 'one\ntwo', ...owner}),
  made: hasText('a', 'one\ntwo'),
})

testResource('a file of bytes', {
  resource: root => file(join(root, 'a'), {content: Uint8Array.from({length: 256}, (_, byte) => byte), ...owner}),
  made: root => expect([...readFileSync(join(root, 'a'))]).toEqual(Array.from({length: 256}, (_, byte) => byte)),
})

testResource('a file that holds a secret', {
  resource: root => file(join(root, 'key'), {content: secret('s3cret\n'), ...owner}),
  made: hasText('key', 's3cret\n'),
})

testResource('a file with another content', {
  prepare: root => writeFileSync(join(root, 'a'), 'old'),
  resource: root => file(join(root, 'a'), {content: 'new\n', mode: '0640', ...owner}),
  made: hasText('a', 'new\n'),
})

testResource('a file with another mode', {
  prepare(root) {
    writeFileSync(join(root, 'a'), 'same\n')
    chmodSync(join(root, 'a'), 0o777)
  },
  resource: root => file(join(root, 'a'), {content: 'same\n', mode: '0600', ...owner}),
})

testResource('a file in the place of a link', {
  prepare(root) {
    writeFileSync(join(root, 'other'), 'other')
    symlinkSync('other', join(root, 'a'))
  },
  resource: root => file(join(root, 'a'), {content: 'mine\n', ...owner}),
  made: root => {
    hasText('a', 'mine\n')(root)
    hasText('other', 'other')(root)
  },
})

testResource('an empty file', {
  resource: root => file(join(root, 'a'), {content: '', ...owner}),
  made: hasText('a', ''),
})

testResource('a directory with its parents', {
  resource: root => directory(join(root, `a/b c/${hostile.replaceAll('/', '_')}`), {mode: '0750', ...owner}),
})

testResource('a directory with another mode', {
  prepare(root) {
    mkdirSync(join(root, 'a'), {mode: 0o700})
    writeFileSync(join(root, 'a/inside'), 'stays')
  },
  resource: root => directory(join(root, 'a'), {mode: '2775', ...owner}),
  made: hasText('a/inside', 'stays'),
})

testResource('a new link', {
  resource: root => link(join(root, 'a'), {target: `${hostile}\n`}),
  made: root => expect(readlinkSync(join(root, 'a'))).toBe(`${hostile}\n`),
})

testResource('a link to another place', {
  prepare: root => symlinkSync('/etc', join(root, 'a')),
  resource: root => link(join(root, 'a'), {target: '../somewhere'}),
  made: root => expect(readlinkSync(join(root, 'a'))).toBe('../somewhere'),
})

testResource('nothing where a full directory was', {
  prepare(root) {
    mkdirSync(join(root, 'a/b'), {recursive: true})
    writeFileSync(join(root, 'a/b/-rf'), '')
  },
  resource: root => absent(join(root, 'a')),
})

testResource('nothing where a dangling link was', {
  prepare: root => symlinkSync('nowhere', join(root, 'a')),
  resource: root => absent(join(root, 'a')),
})

testResource('a line at the bottom of a file without a last newline', {
  prepare: root => writeFileSync(join(root, 'a'), 'one\ntwo'),
  resource: root => line(join(root, 'a'), {line: hostile}),
  made: hasText('a', `one\ntwo\n${hostile}\n`),
})

testResource('a line in the place of its older forms', {
  prepare: root => writeFileSync(join(root, 'a'), '# x=0\nx=1\ny=2\n x=3\n'),
  resource: root => line(join(root, 'a'), {line: 'x=\\1 & $0', matching: '^[ ]*x='}),
  made: hasText('a', '# x=0\nx=\\1 & $0\ny=2\n'),
})

testResource('a line that is there beside an older form', {
  prepare: root => writeFileSync(join(root, 'a'), 'x=1\nx=2\n'),
  resource: root => line(join(root, 'a'), {line: 'x=2', matching: '^x='}),
  made: hasText('a', 'x=2\n'),
})

testResource('a line at the top', {
  prepare: root => writeFileSync(join(root, 'a'), 'one\n'),
  resource: root => line(join(root, 'a'), {line: 'zero', position: 'top'}),
  made: hasText('a', 'zero\none\n'),
})

testResource('a line behind another', {
  prepare: root => writeFileSync(join(root, 'a'), '[one]\na\n[two]\nb\n'),
  resource: root => line(join(root, 'a'), {line: 'x', position: {after: '^\\[one\\]$'}}),
  made: hasText('a', '[one]\nx\na\n[two]\nb\n'),
})

testResource('a line in a file that has to be made', {
  resource: root => line(join(root, 'a'), {line: 'x', create: true}),
  made: hasText('a', 'x\n'),
})

testResource('a line in a file behind a link with its own mode', {
  prepare(root) {
    writeFileSync(join(root, 'real'), 'one\n', {mode: 0o600})
    symlinkSync('real', join(root, 'a'))
  },
  resource: root => line(join(root, 'a'), {line: 'two'}),
  made: root => {
    expect(readlinkSync(join(root, 'a'))).toBe('real')
    hasText('real', 'one\ntwo\n')(root)
  },
})

testResource('a new block', {
  prepare: root => writeFileSync(join(root, 'a'), 'one\n'),
  resource: root => block(join(root, 'a'), {name: hostile, content: `${hostile}\n\nlast\n`}),
  made: hasText('a', `one\n# hive ${hostile} begin\n${hostile}\n\nlast\n# hive ${hostile} end\n`),
})

testResource('a block with another content, in its place', {
  prepare: root => writeFileSync(join(root, 'a'), 'one\n; hive b begin\nold\nold\n; hive b end\ntwo'),
  resource: root => block(join(root, 'a'), {name: 'b', content: secret('new'), comment: ';', position: 'top'}),
  made: hasText('a', 'one\n; hive b begin\nnew\n; hive b end\ntwo\n'),
})

testResource('a block behind a line', {
  prepare: root => writeFileSync(join(root, 'a'), 'one\ntwo\n'),
  resource: root => block(join(root, 'a'), {name: 'b', content: '', position: {after: '^one'}}),
  made: hasText('a', 'one\n# hive b begin\n# hive b end\ntwo\n'),
})

testResource('a file without the block it had', {
  prepare: root => writeFileSync(join(root, 'a'), 'one\n# hive b begin\nx\n# hive b end\ntwo'),
  resource: root => withoutBlock(join(root, 'a'), 'b'),
  made: hasText('a', 'one\ntwo\n'),
})

testResource('a block whose end marker got lost', {
  prepare: root => writeFileSync(join(root, 'a'), '# hive b begin\nkept\n'),
  resource: root => block(join(root, 'a'), {name: 'b', content: 'x', create: true}),
  made: hasText('a', '# hive b begin\nkept\n# hive b begin\nx\n# hive b end\n'),
})
