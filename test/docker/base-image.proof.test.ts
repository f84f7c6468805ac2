import {resolve} from 'node:path'
import {expect, it} from 'vitest'
import {ensureBaseImage} from '../../src/docker/base-image.ts'
import {startNodes} from '../support/nodes.ts'
import {hostAt} from '../support/set-up.ts'

it('makes the base of its images on an engine that has nothing, from Debian packages where no registry is reached, once', async () => {
  const nodes = await startNodes(1, {prefix: 'base-image'})
  try {
    const docker = await nodes.pool.engine(hostAt(nodes, 0))
    const lines: string[] = []
    const request = {docker, signal: new AbortController().signal, progress: (line: string) => lines.push(line)}
    await ensureBaseImage(request, resolve('images/node/base-image'))
    expect((await docker.getImage('hive-base:bookworm').inspect()).Config.Cmd).toEqual(['bash'])
    expect(lines.at(-1)).toMatch(/^No registry gives .*; making hive-base:bookworm from Debian packages\.$/)
    await ensureBaseImage(request, resolve('images/node/base-image'))
    expect(lines).toHaveLength(1)
  } finally {
    await nodes.stop()
  }
})
