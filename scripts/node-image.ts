import {openEngine} from '../plugins/provider-docker/src/engine.ts'
import {ensureNodeImage} from '../plugins/provider-docker/src/node-image.ts'
import {reasonOf} from '../src/error.ts'

try {
  const {docker} = await openEngine(process.env)
  const {signal} = new AbortController()
  const tag = await ensureNodeImage({docker, signal, progress: line => process.stderr.write(`${line}\n`)})
  process.stdout.write(`${tag}\n`)
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exitCode = 1
}
