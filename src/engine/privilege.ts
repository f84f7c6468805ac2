/** How a program gets its rights on the host. */
export interface Privilege {
  /** Run as root: as it is for a root login, through password-less sudo for everybody else. */
  readonly become: boolean
}

/** The command line that reads a program from its standard input. */
export function programCommand({become}: Privilege): string {
  return become ? `exec sh -c 'if [ "$(id -u)" = 0 ]; then exec sh -s; else exec sudo -n sh -s; fi'` : 'exec sh -s'
}
