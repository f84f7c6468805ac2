import {raw, type Shell, sequence, sh} from '../shell/sh.ts'

interface HoldRequest {
  /** The lock's file, absolute or relative to the login directory. */
  readonly path: string
  /** Take the lock although somebody holds it. */
  readonly breakLock: boolean
}

/**
 * The program that holds a lock: it reads one line, the holder, from standard input, takes the lock of the kernel on the
 * file, says `held`, and lets go when its input ends. It dies with the connection or the process that feeds it, so no
 * lock outlives its holder. When somebody else holds the lock it says `busy` and who.
 *
 * The lock is good only while the file that was opened is still the one under its name: whoever lets go removes it.
 */
export function holdProgram({path, breakLock}: HoldRequest): Shell {
  return sequence(
    sh`lock=${path}`,
    raw(`trap '' HUP INT TERM`),
    raw('umask 077'),
    raw('IFS= read -r holder'),
    raw('mkdir -p "$(dirname "$lock")"'),
    breakLock && raw('rm -f "$lock"'),
    raw('exec 9>>"$lock"'),
    raw(takeOrName),
  )
}

const takeOrName = `if flock -n 9 && [ "$lock" -ef /proc/self/fd/9 ]; then
  printf '%s\\n' "$holder" >"$lock.holder"
  echo held
  cat >/dev/null
  if [ "$lock" -ef /proc/self/fd/9 ]; then rm -f "$lock.holder" "$lock"; fi
else
  printf 'busy %s\\n' "$(cat "$lock.holder" 2>/dev/null)"
fi`
