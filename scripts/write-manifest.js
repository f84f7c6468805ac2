// Writes oclif.manifest.json, so that starting hive imports only the command that is run.
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Config} from '@oclif/core'

const config = await Config.load({root: join(import.meta.dirname, '..'), ignoreManifest: true})
for (const plugin of config.plugins.values()) {
  if (!plugin.name.startsWith('@hive-ci/') || plugin.commands.length === 0) continue
  await writeFile(join(plugin.root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`)
}
