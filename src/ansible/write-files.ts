import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {inventoryList} from '../inventory/list-inventory.ts'
import {readInventory} from '../inventory/read-inventory.ts'
import type {Session} from '../session.ts'
import {ansibleConfig} from '../variables/exported.ts'
import {type ConfigSections, configFile, mergeSections} from './config-file.ts'
import {callbackName, callbackSource} from './event-callback.ts'
import {extraVariables, serverVariables} from './extra-variables.ts'
import {inventoryFile} from './inventory-file.ts'
import type {PlayRequest} from './play-request.ts'
import {playbookFile} from './playbook-file.ts'

export interface AnsibleFiles {
  readonly config: string
  readonly inventory: string
  readonly playbook: string
  readonly variables: string
  /** Written by the callback plugin. */
  readonly events: string
}

/** Writes everything ansible-playbook is given, readable by this user only. */
export async function writeFiles({directory, session, play, variables, config}: PlayRequest): Promise<AnsibleFiles> {
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
  const unknown = play.objects.find(name => list._meta.hostvars[name] === undefined)
  if (unknown !== undefined) throw new Error(`${unknown} is not in the inventory`)
  await mkdir(join(directory, 'callback'), {mode: 0o700})
  await Promise.all([
    save(files.config, configFile(sections(session, directory, config))),
    save(files.inventory, inventoryFile(list, withOwn(serverVariables(site, list), variables))),
    save(files.playbook, playbookFile(play)),
    save(files.variables, JSON.stringify(extraVariables(site))),
    save(files.events, ''),
    save(join(directory, 'callback', `${callbackName}.py`), callbackSource),
  ])
  return files
}

function withOwn(computed: PlayRequest['variables'], own: PlayRequest['variables']): PlayRequest['variables'] {
  const names = [...new Set([...Object.keys(computed), ...Object.keys(own)])]
  return Object.fromEntries(names.map(name => [name, {...computed[name], ...own[name]}]))
}

function sections({site}: Session, directory: string, config: ConfigSections = {}): ConfigSections {
  return mergeSections(ansibleConfig(site.settings), config, {
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
