import {Config, run} from '@oclif/core'
import {normalizeArgv} from './argv.ts'
import {end, endWithError} from './end.ts'
import {surfaceOf} from './surface.ts'

const argv = process.argv.slice(2)
try {
  const config = await Config.load(import.meta.url)
  await run([...normalizeArgv(argv, surfaceOf(config))], config)
  await end()
} catch (error) {
  await endWithError(error, argv)
}
