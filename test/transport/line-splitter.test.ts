import {expect, it} from 'vitest'
import {LineSplitter} from '../../src/transport/line-splitter.ts'

function split(...chunks: readonly Uint8Array[]): string[] {
  const lines: string[] = []
  const splitter = new LineSplitter(line => lines.push(line))
  for (const chunk of chunks) splitter.write(chunk)
  splitter.end()
  return lines
}

it('finds the same lines wherever the stream is cut', () => {
  const bytes = Buffer.from('one\n\nüber \u{1f41d}\nlast')
  const wanted = ['one', '', 'über \u{1f41d}', 'last']
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    expect(split(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(wanted)
  }
})

it('makes no line of nothing', () => expect(split(Buffer.from('a\n'))).toEqual(['a']))

it('passes on bytes that are no text', () => expect(split(Buffer.from([0xff, 0x00, 0x0a]))).toEqual(['\ufffd\0']))

it('cuts a line that never ends', () => {
  const lines = split(...Array.from({length: 25}, () => Buffer.alloc(100_000, 'x')))
  expect(lines.length).toBe(3)
  expect(lines.join('').length).toBe(2_500_000)
})
