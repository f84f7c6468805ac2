import {buildImages} from '../../src/phases/build-images.ts'
import {projectSession} from './project-session.ts'

/** Builds a project's images in a process of its own, so that it can be killed: DIRECTORY PORT-OF-REGISTRY. */
const [root = '', port = ''] = process.argv.slice(2)
const session = await projectSession(root, {registryPort: Number(port)})
const options = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
const {outcome} = await buildImages.run(session, options)
await session.hosts.close()
process.exitCode = outcome === 'failed' ? 1 : 0
