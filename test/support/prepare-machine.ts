import {join} from 'node:path'
import {execa} from 'execa'

/** Before the integration tests: an engine that answers, the tools they use, the image nodes are made of. */
export async function setup(): Promise<void> {
  await execa(join(import.meta.dirname, '../../scripts/prepare-machine'), {stdio: ['ignore', 'inherit', 'inherit']})
}
