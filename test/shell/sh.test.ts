import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {secret} from '../../src/shell/secret.ts'
import {every, lines, raw, sequence, sh} from '../../src/shell/sh.ts'

const hostile = [
  "'",
  '"',
  '$(echo owned)',
  '`id`',
  '\\',
  '\n',
  '',
  ' ',
  '*',
  '~',
  '-rf',
  '!',
  '#',
  'ü\u{1f41d}',
  'a\'b"c d\n\te\\',
]

describe('a hole', () => {
  it.each(['dash', 'bash', 'busybox'])('is one word to %s, whatever it holds', shell => {
    const program = sh`printf '<%s>' ${hostile}`.text
    const words = shell === 'busybox' ? ['sh', '-c', program] : ['-c', program]
    expect(spawnSync(shell, words, {encoding: 'utf8'}).stdout).toBe(hostile.map(word => `<${word}>`).join(''))
  })

  it('takes numbers, lists and other shell', () => {
    expect(sh`sleep ${3} && echo ${['a b', 'c']} | ${sh`grep ${'a'}`}`.text).toBe(
      "sleep '3' && echo 'a b' 'c' | grep 'a'",
    )
  })

  it('refuses what no shell can carry', () => {
    expect(() => sh`echo ${'a\0b'}`).toThrow(new TypeError('a shell word cannot contain a NUL character'))
  })
})

describe('a secret in a hole', () => {
  const password = secret('s3cret')
  const command = sh`login ${password}`

  it('is in the text for the wire and nowhere else', () => {
    expect(command.text).toBe("login 's3cret'")
    expect(`${command} ${JSON.stringify({command})}`).toBe('*** {"command":"***"}')
  })

  it('is known to everything that is made of it', () => {
    const all = [sequence(command, raw(':')), every(raw(':'), command), lines(command), sh`! ${command}`]
    expect(all.map(shell => shell.secrets)).toEqual([[password], [password], [password], [password]])
  })
})

describe('joined shell', () => {
  it('stops at the first failure and leaves out what is not there', () => {
    expect(sequence(raw('one'), false, undefined, raw('two || three')).text).toBe('{ one\n} &&\n{ two || three\n}')
  })

  it('holds when there is nothing to hold', () => expect(every(false).text).toBe(':'))
})
