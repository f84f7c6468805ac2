/** The 100 things that all contestants keep: 30 files, 20 lines, 20 directories, 10 packages, 20 commands. */
export const directories = numbered(20, number => `/srv/bench/d${number}`)
export const files = numbered(30, number => ({
  path: `/srv/bench/f${number}`,
  content: `${`setting = ${number}\n`.repeat(20)}`,
}))
export const lineFile = '/srv/bench/lines'
export const lines = numbered(20, number => `option_${number} = on`)
/** All of them are on a node from the start. */
export const packageNames = [
  'bash',
  'ca-certificates',
  'coreutils',
  'curl',
  'dpkg',
  'grep',
  'iproute2',
  'openssh-server',
  'procps',
  'sudo',
]
export const marks = numbered(20, number => `/srv/bench/m${number}`)

function numbered<Value>(count: number, make: (number: number) => Value): readonly Value[] {
  return Array.from({length: count}, (_, number) => make(number))
}
