import {execa} from 'execa'

/** A subnet of containers that nothing leaves but to this machine itself. */
export interface CutOff {
  /** Packets that left the machine from the subnet all the same. */
  left(): Promise<number>
  end(): Promise<void>
}

/** Drops what a subnet sends anywhere else, and counts behind the drop what leaves. Needs root and Docker's own chains. */
export async function cutOff(cidr: string): Promise<CutOff> {
  const outwards = ['-s', cidr, '!', '-d', cidr]
  const drop = ['DOCKER-USER', ...outwards, '-j', 'DROP']
  // What this machine itself says at its address in the subnet is not the subnet's.
  const count = ['POSTROUTING', ...outwards, '-m', 'addrtype', '!', '--src-type', 'LOCAL']
  await execa('iptables', ['-w', '-I', ...drop])
  await execa('iptables', ['-w', '-t', 'mangle', '-I', ...count])
  return {
    async left() {
      const {stdout} = await execa('iptables', ['-w', '-t', 'mangle', '-nvxL', 'POSTROUTING'])
      const rule = stdout.split('\n').find(line => line.includes(cidr)) ?? ''
      return Number(rule.trim().split(/\s+/)[0])
    },
    async end() {
      await execa('iptables', ['-w', '-D', ...drop], {reject: false})
      await execa('iptables', ['-w', '-t', 'mangle', '-D', ...count], {reject: false})
    },
  }
}
