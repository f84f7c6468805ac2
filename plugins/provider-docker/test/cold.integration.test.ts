import {expect, it} from 'vitest'
import {startNodes} from '../../../test/support/nodes.ts'
import {ensureNodeImage} from '../src/node-image.ts'

it('makes the node image on an engine that has nothing, from Debian packages where no registry is reached', async () => {
  const nodes = await startNodes(1, {prefix: 'prov-cold'})
  try {
    const [host] = nodes.site.hosts
    if (!host) throw new Error('one node was asked for')
    const docker = await nodes.pool.engine(host)
    const lines: string[] = []
    const wish = {docker, signal: new AbortController().signal, progress: (line: string) => lines.push(line)}
    const tag = await ensureNodeImage(wish)
    expect((await docker.getImage('hive-base:bookworm').inspect()).Config.Cmd).toEqual(['bash'])
    expect((await docker.getImage(tag).inspect()).Config.Entrypoint).toEqual(['/usr/local/sbin/node-init'])
    expect(lines).toContain(`Building the node image ${tag}.`)

    const told = lines.length
    expect(await ensureNodeImage(wish)).toBe(tag)
    expect(lines).toHaveLength(told)
  } finally {
    await nodes.stop()
  }
})
