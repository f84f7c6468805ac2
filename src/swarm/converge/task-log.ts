import type Docker from 'dockerode'
import {engineReason} from '../../docker/engine-reason.ts'

declare module 'dockerode' {
  /** Left out of the types: `GET /tasks/{id}/logs`. */
  interface Task {
    logs(options: {stdout: boolean; stderr: boolean; tail: number}): Promise<Buffer>
  }
}

const lineCount = 15

/** The last lines a task's container wrote, wherever in the swarm it ran; a sentence when they cannot be had. */
export async function lastLines(docker: Docker, taskId: string): Promise<readonly string[]> {
  try {
    const log = await docker.getTask(taskId).logs({stdout: true, stderr: true, tail: lineCount})
    return textOf(log)
      .split('\n')
      .filter(line => line.trim() !== '')
  } catch (error) {
    return [`(its log cannot be read: ${engineReason(error)})`]
  }
}

const headerSize = 8

/** Takes Docker's framing (stream number, three zeros, length) off a whole log. */
export function textOf(log: Buffer): string {
  const frames: Buffer[] = []
  for (let start = 0; start + headerSize <= log.length; ) {
    const end = start + headerSize + log.readUInt32BE(start + 4)
    frames.push(log.subarray(start + headerSize, end))
    start = end
  }
  return Buffer.concat(frames).toString('utf8')
}
