import {type ErrorCode, HiveError, reasonOf} from './error.ts'

/** A lock of a process that was killed counts as gone after five seconds; who waits gives up after ten. */
const options = {
  realpath: false,
  stale: 5000,
  retries: {retries: 100, factor: 1.2, minTimeout: 10, maxTimeout: 100, randomize: true},
}

/**
 * Does short work on a file that other hive processes may work on at the same time; the file need not exist, its
 * directory must. Throws `HiveError` with the code of whoever the file belongs to when the lock cannot be had.
 */
export async function withFileLock<Result>(
  path: string,
  code: ErrorCode,
  work: () => Promise<Result>,
): Promise<Result> {
  const {lock} = await import('proper-lockfile')
  const release = await lock(path, options).catch(error => {
    throw cannotLock(path, code, error)
  })
  try {
    return await work()
  } finally {
    await release()
  }
}

function cannotLock(path: string, code: ErrorCode, cause: unknown): HiveError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED') {
    return new HiveError(code, `${path} is in use by another hive process.`, {
      cause,
      suggestions: ['Wait for the other hive process to end and run the same command again.'],
    })
  }
  return new HiveError(code, `${path} cannot be locked: ${reasonOf(cause)}.`, {
    cause,
    suggestions: ['Check the permissions of the directory and the free space of its disk.'],
  })
}
