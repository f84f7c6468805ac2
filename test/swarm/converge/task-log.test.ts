import {expect, test} from 'vitest'
import {textOf} from '../../../src/swarm/converge/task-log.ts'

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

test('a log is its frames without their headers, letters cut between frames made whole', () => {
  const [first, second] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)]
  const cut = [first, second].map(part => Buffer.concat([frame(1, 'x').subarray(0, 8), part]))
  expect(textOf(Buffer.concat([frame(1, 'one\n'), frame(2, 'two\n'), ...cut]))).toBe('one\ntwo\nä')
})

test('a log that was cut short keeps what is there', () => {
  expect(textOf(Buffer.concat([frame(1, 'one\n'), Buffer.from([1, 0, 0])]))).toBe('one\n')
})
