import {expect, it} from 'vitest'
import {parseEvent} from '../../src/engine/event.ts'

it('reads an event', () => {
  expect(parseEvent('{"type":"changed","role":"base","id":"file:/etc/motd","diff":"+a\\n+b"}')).toEqual({
    type: 'changed',
    role: 'base',
    id: 'file:/etc/motd',
    diff: '+a\n+b',
  })
})

it.each([
  ['text', 'Reading package lists...'],
  ['nothing', ''],
  ['JSON of others', '{"level":"info"}'],
  ['half an event', '{"type":"ok","role":"ba'],
  ['an unknown type', '{"type":"perfect","role":"base","id":"a"}'],
  ['an event without its id', '{"type":"ok","role":"base"}'],
  ['an event with more than it should have', '{"type":"ok","role":"base","id":"a","diff":"x"}'],
  ['an event with a wrong type inside', '{"type":"ok","role":"base","id":7}'],
])('takes %s for output of the host', (_what, line) => expect(parseEvent(line)).toBeUndefined())
