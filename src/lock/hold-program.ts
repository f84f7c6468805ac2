import {raw, type Shell, sequence, sh} from '../shell/sh.ts'

interface HoldRequest {
  /** The locks' files, absolute or relative to the login directory; at most seven. */
  readonly paths: readonly string[]
  /** Take the locks although somebody holds them. */
  readonly breakLock: boolean
}

/**
 * The program that holds locks, all of them or none: it reads one line, the holder, from standard input, takes the lock of
 * the kernel on each file, says `held`, and lets go when its input ends. It dies with the connection or the process that
 * feeds it, so no lock outlives its holder. When somebody else holds one of them it says `busy` and who.
 *
 * A lock is good only while the file that was opened is still the one under its name: whoever lets go removes it.
 */
export function holdProgram({paths, breakLock}: HoldRequest): Shell {
  return sequence(
    raw(`trap '' HUP INT TERM`),
    raw('umask 077'),
    raw('IFS= read -r holder'),
    takeInTurn(paths, breakLock, 9),
  )
}

/** Takes the first lock with a file descriptor of its own, and the others while it is held. */
function takeInTurn([path, ...others]: readonly string[], breakLock: boolean, descriptor: number): Shell {
  if (path === undefined) return raw('echo held\ncat >/dev/null')
  const opened = `/proc/self/fd/${descriptor}`
  return sequence(
    sh`mkdir -p "$(dirname ${path})"`,
    breakLock && sh`rm -f ${path}`,
    sh`exec ${raw(String(descriptor))}>>${path}`,
    sh`if flock -n ${descriptor} && [ ${path} -ef ${opened} ]; then
  printf '%s\\n' "$holder" >${path}.holder
  ${takeInTurn(others, breakLock, descriptor - 1)}
  if [ ${path} -ef ${opened} ]; then rm -f ${path}.holder ${path}; fi
else
  printf 'busy %s\\n' "$(cat ${path}.holder 2>/dev/null)"
fi`,
  )
}
