// Writes oclif.manifest.json, so that starting hive imports only the command that is run.
import {rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Config, Plugin} from '@oclif/core'

const config = await Config.load({root: join(import.meta.dirname, '..'), ignoreManifest: true})
for (const {name, root, commands} of config.plugins.values()) {
  if (!name.startsWith('@hive-ci/') || commands.length === 0) continue
  const file = join(root, 'oclif.manifest.json')
  await rm(file, {force: true})
  const plugin = new Plugin({root, ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  await writeFile(file, `${JSON.stringify(plugin.manifest, null, 2)}\n`)
}
