import {exitCodes, HiveError} from '../error.ts'

export interface Interruption {
  /** Aborted with a `HiveError` INTERRUPTED by the first signal. */
  readonly signal: AbortSignal
  /** Gives the signals back to the process. */
  stop(): void
}

const names = {SIGINT: 'Ctrl-C', SIGTERM: 'SIGTERM', SIGHUP: 'the end of its terminal'} as const

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into an abort, so that a run can let go of what it holds. A second signal ends the
 * process at once; locks and connections end with it.
 */
export function listenForInterruption(tell: (text: string) => void): Interruption {
  const controller = new AbortController()
  const onSignal = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    tell('Stopping. A second Ctrl-C ends hive at once.')
    controller.abort(interrupted(signal === 'SIGTERM' || signal === 'SIGHUP' ? names[signal] : names.SIGINT))
  }
  for (const name of Object.keys(names)) process.on(name, onSignal)
  return {
    signal: controller.signal,
    stop() {
      for (const name of Object.keys(names)) process.off(name, onSignal)
    },
  }
}

function interrupted(by: string): HiveError {
  return new HiveError('INTERRUPTED', `Interrupted by ${by}. What was done stays.`, {
    suggestions: ['Run the same command again to continue.'],
  })
}
