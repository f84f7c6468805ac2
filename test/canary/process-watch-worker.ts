import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {setTimeout} from 'node:timers/promises'
import {parentPort, workerData} from 'node:worker_threads'
import type {Carrier, WatchRequest} from './process-watch.ts'

/** Milliseconds a process is looked at again after it was first seen: until then it may become another program. */
const youth = 300

const {ownSecrets}: WatchRequest = workerData
const firstSeen = new Map<string, number>()
const commandLines = new Set<string>()
const carriers = new Map<string, Carrier>()
let isOver = false

parentPort?.once('message', () => {
  isOver = true
})
while (!isOver) {
  look(Date.now())
  await setTimeout(20)
}
parentPort?.postMessage({commandLines: [...commandLines], carriers: [...carriers.values()]})

/** Every process of this machine, those of containers as hosts and of the containers in them too. */
function look(now: number): void {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  for (const pid of pids) {
    const since = firstSeen.get(pid)
    if (since === undefined) firstSeen.set(pid, now)
    if (since === undefined || now - since < youth) examine(pid)
  }
  const present = new Set(pids)
  for (const pid of firstSeen.keys()) if (!present.has(pid)) firstSeen.delete(pid)
}

function examine(pid: string): void {
  const commandLine = read(pid, 'cmdline').replaceAll('\0', ' ').trim()
  if (commandLine === '') return
  commandLines.add(commandLine)
  const environment = read(pid, 'environ')
  const found = ownSecrets.filter(value => environment.includes(value))
  if (found.length > 0) carriers.set(commandLine, {program: programOf(pid), commandLine})
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    // It has ended.
    return ''
  }
}

function programOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`).split('/').at(-1) ?? ''
  } catch {
    // It has ended.
    return ''
  }
}
