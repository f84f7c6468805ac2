import {execa} from 'execa'

/** A network of the engine that nothing leaves. */
export interface CutNetwork {
  /** Packets that wanted to leave it since; they got no further. */
  sent(): Promise<number>
  end(): Promise<void>
}

/** Drops, and counts, whatever the network's containers send but to this machine. */
export async function cutNetwork(network: string): Promise<CutNetwork> {
  const {stdout: id} = await execa('docker', ['network', 'inspect', '--format', '{{.Id}}', network])
  const bridge = `br-${id.slice(0, 12)}`
  const rule = ['DOCKER-USER', '-i', bridge, '-j', 'DROP']
  await execa('iptables', ['-w', '-I', ...rule])
  return {
    async sent() {
      const {stdout} = await execa('iptables', ['-w', '-nvxL', 'DOCKER-USER'])
      const row = stdout.split('\n').find(line => line.includes(` ${bridge} `))
      return Number(row?.trim().split(/\s+/)[0] ?? Number.NaN)
    },
    async end() {
      await execa('iptables', ['-w', '-D', ...rule], {reject: false})
    },
  }
}
