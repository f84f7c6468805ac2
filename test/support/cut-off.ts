import {randomInt} from 'node:crypto'
import {execa} from 'execa'

/** Packets, as the kernel counted them. */
interface Counts {
  /** Of the subnet, on their way out or to open a connection to this machine itself; they got no further. */
  readonly dropped: number
  /** Of the subnet, and left the machine all the same. */
  readonly left: number
  /** Of programs of this machine that are cut off, too; they got no further. */
  readonly ofPrograms: number
}

/** A subnet of containers that nothing leaves, not even to this machine; connections that this machine opens work. */
export interface CutOff {
  /** Words before a command: its programs reach the subnet and this machine's loopback, and nothing else. */
  readonly words: readonly string[]
  counts(): Promise<Counts>
  end(): Promise<void>
}

/** Of these, the last one of a chain comes first. */
interface Rule {
  readonly table: 'filter' | 'mangle'
  readonly chain: string
  readonly counts: keyof Counts
  readonly words: readonly string[]
}

/** Drops what a subnet sends anywhere else, and counts behind the drop what left. Needs root and Docker's own chains. */
export async function cutOff(cidr: string): Promise<CutOff> {
  // A group nobody has: by it the kernel tells whose a packet is.
  const group = String(randomInt(1_000_000, 2_000_000_000))
  const all = rules(cidr, group).map(({table, chain, counts, words}) => ({
    table,
    rule: [chain, ...words, '-m', 'comment', '--comment', `${counts}-${group}`],
  }))
  for (const {table, rule} of all) await execa('iptables', ['-w', '-t', table, '-I', ...rule])
  return {
    words: ['setpriv', '--regid', group, '--keep-groups'],
    async counts() {
      const [dropped, left, ofPrograms] = await Promise.all(
        ['dropped', 'left', 'ofPrograms'].map(name => packetsOf(`${name}-${group}`)),
      )
      return {dropped: dropped ?? 0, left: left ?? 0, ofPrograms: ofPrograms ?? 0}
    },
    async end() {
      for (const {table, rule} of all) await execa('iptables', ['-w', '-t', table, '-D', ...rule], {reject: false})
    },
  }
}

function rules(cidr: string, group: string): readonly Rule[] {
  const outwards = ['-s', cidr, '!', '-d', cidr]
  const drop = ['-j', 'DROP']
  const opening = ['!', '-i', 'lo', '-s', cidr, '-m', 'conntrack', '--ctstate', 'NEW']
  const ofGroup = ['!', '-d', cidr, '!', '-o', 'lo', '-m', 'owner', '--gid-owner', group]
  const fromElsewhere = ['-m', 'addrtype', '!', '--src-type', 'LOCAL']
  return [
    {table: 'filter', chain: 'DOCKER-USER', counts: 'dropped', words: [...outwards, ...drop]},
    {table: 'filter', chain: 'INPUT', counts: 'dropped', words: [...opening, ...drop]},
    {table: 'filter', chain: 'OUTPUT', counts: 'ofPrograms', words: [...ofGroup, ...drop]},
    // What this machine itself says at its address in the subnet is not the subnet's.
    {table: 'mangle', chain: 'POSTROUTING', counts: 'left', words: [...outwards, ...fromElsewhere]},
  ]
}

/** What all rules of a name counted; each is printed as `[PACKETS:BYTES] -A CHAIN ... --comment NAME ...`. */
async function packetsOf(name: string): Promise<number> {
  const {stdout} = await execa('iptables-save', ['-c'])
  const found = stdout.split('\n').filter(line => line.split(' ').includes(name))
  if (found.length === 0) throw new Error(`no rule counts ${name}`)
  return found.reduce((sum, line) => sum + Number(/^\[(\d+):/.exec(line)?.[1]), 0)
}
