import {env} from './env.ts'
import {file} from './file.ts'
import {fileglob} from './fileglob.ts'
import {firstFound} from './first-found.ts'
import {dict, indexedItems, items, list, nested, randomChoice, together} from './list.ts'
import type {Lookup} from './lookup.ts'
import {password} from './password.ts'
import {sequence} from './sequence.ts'
import {lines, pipe} from './shell.ts'
import {template} from './template.ts'
import {vars} from './vars.ts'

/** Every lookup by its name. */
export const lookups: Readonly<Record<string, Lookup>> = {
  cartesian: nested,
  dict,
  env,
  file,
  fileglob,
  first_found: firstFound,
  indexed_items: indexedItems,
  items,
  lines,
  list,
  nested,
  password,
  pipe,
  random_choice: randomChoice,
  sequence,
  template,
  together,
  vars,
}
