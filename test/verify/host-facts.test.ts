import {execFileSync} from 'node:child_process'
import {expect, test} from 'vitest'
import type {Check} from '../../src/verify/check.ts'
import {commandAnswer, factName, fileAnswer, hostFacts, listeningPorts} from '../../src/verify/host-facts.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const [host, other] = makeSite().hosts

function answerOf(check: Check): string {
  if (!host) throw new Error('no host')
  const shell = hostFacts(host, [check])[factName(check)]
  return execFileSync('dash', ['-s'], {input: shell?.text ?? 'exit 9', encoding: 'utf8'}).trim()
}

function command(run: string, timeout = 5): Check {
  if (!host) throw new Error('no host')
  const wish = {run, hosts: [], status: 0, timeout}
  return {group: 'g', title: 't', probe: {kind: 'command', host, wish}}
}

function file(path: string, contains?: string): Check {
  if (!host) throw new Error('no host')
  return {group: 'g', title: 't', probe: {kind: 'file', host, wish: {path, hosts: [], exists: true, contains}}}
}

test('a command answers with its status and both of its outputs', () => {
  expect(commandAnswer(answerOf(command(`echo "it's"; echo two >&2; exit 3`)))).toEqual({
    status: 3,
    output: "it's\ntwo",
  })
})

test('a command that takes too long is ended and told by status 124', () => {
  expect(commandAnswer(answerOf(command('sleep 30', 0.2)))).toEqual({status: 124, output: ''})
})

test('a file answers with mode, owner and whether it has the text, one that is not there with nothing', async () => {
  const directory = await temporaryDirectory('verify')
  const path = `${directory}/it's`
  execFileSync('sh', ['-c', 'echo "-e words" >"$1"; chmod 640 "$1"', 'sh', path])
  const owner = execFileSync('id', ['-un'], {encoding: 'utf8'}).trim()
  expect(fileAnswer(answerOf(file(path, '-e')))).toEqual({mode: '640', owner, hasText: true})
  expect(fileAnswer(answerOf(file(path, 'other')))).toEqual({mode: '640', owner, hasText: false})
  expect(fileAnswer(answerOf(file(path)))).toEqual({mode: '640', owner, hasText: true})
})

test('a host is asked only what concerns it', () => {
  if (!other) throw new Error('no host')
  expect(Object.keys(hostFacts(other, [command('true')]))).toEqual(['sockets'])
})

test('sockets that listen on more than the loopback are ports of the host', () => {
  const sockets = `  sl  local_address rem_address   st tx_queue
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000
   1: 00000000:0016 00000000:0000 0A 00000000:00000000
   2: 0400630A:0016 0100630A:D431 01 00000000:00000000
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:EE49 00000000000000000000000000000000:0000 0A
   1: 00000000000000000000000001000000:EE4A 00000000000000000000000000000000:0000 0A`
  expect(listeningPorts(sockets)).toEqual([22, 61001])
})
