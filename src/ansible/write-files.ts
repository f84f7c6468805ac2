import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {inventoryList} from '../inventory/list-inventory.ts'
import {readInventory} from '../inventory/read-inventory.ts'
import type {Session} from '../session.ts'
import {ansibleConfig} from '../variables/exported.ts'
import {configFile, mergeSections} from './config-file.ts'
import {callbackName, callbackSource} from './event-callback.ts'
import {extraVariables, serverVariables} from './extra-variables.ts'
import {inventoryFile} from './inventory-file.ts'
import {type Play, playbookFile} from './playbook-file.ts'

export interface AnsibleFiles {
  readonly config: string
  readonly inventory: string
  readonly playbook: string
  readonly variables: string
  /** Written by the callback plugin. */
  readonly events: string
}

/** Writes everything ansible-playbook is given, readable by this user only. `container` is the play's target. */
export async function writeFiles(
  directory: string,
  session: Session,
  play: Play,
  container: string,
): Promise<AnsibleFiles> {
  const {site} = session
  const stageRules = new Map([...session.extensions.providers].map(([name, provider]) => [name, provider.stageRules]))
  const list = inventoryList(await readInventory({settings: site.settings, stageRules}))
  const files = {
    config: join(directory, 'ansible.cfg'),
    inventory: join(directory, 'inventory.json'),
    playbook: join(directory, 'playbook.json'),
    variables: join(directory, 'variables.json'),
    events: join(directory, 'events.jsonl'),
  }
  const target = {ansible_connection: 'community.docker.docker', ansible_host: container}
  const known = new Set(Object.keys(list._meta.hostvars[play.object] ?? {}))
  await mkdir(join(directory, 'callback'), {mode: 0o700})
  await Promise.all([
    save(files.config, configFile(sections(session, directory))),
    save(files.inventory, inventoryFile(list, {...serverVariables(site, list), [play.object]: target})),
    save(files.playbook, playbookFile(play)),
    save(files.variables, JSON.stringify(extraVariables(site))),
    save(files.events, ''),
    save(join(directory, 'callback', `${callbackName}.py`), callbackSource),
  ])
  if (known.size === 0) throw new Error(`${play.object} is not in the inventory`)
  return files
}

function sections({site}: Session, directory: string) {
  return mergeSections(ansibleConfig(site.settings), {
    defaults: {
      callback_plugins: join(directory, 'callback'),
      callbacks_enabled: callbackName,
      local_tmp: join(directory, 'tmp'),
      nocows: true,
      retry_files_enabled: false,
    },
    connection: {pipelining: true},
  })
}

function save(file: string, text: string): Promise<void> {
  return writeFile(file, text, {mode: 0o600})
}
