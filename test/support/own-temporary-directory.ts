import {chmodSync, mkdtempSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'

/**
 * Before each file of tests: whatever it and the processes it starts put into the temporary directory goes when the file
 * is done, left by a killed process or forgotten.
 */
const before = process.env.TMPDIR
const directory = mkdtempSync(join(tmpdir(), 'hive-test-'))
// Squid and sshd give up their rights and must still reach their files.
chmodSync(directory, 0o755)
process.env.TMPDIR = directory

afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await rm(directory, {recursive: true, force: true, maxRetries: 5, retryDelay: 500})
})
