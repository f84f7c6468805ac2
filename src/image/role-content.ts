import {basename, dirname, join} from 'node:path'
import type {Resource} from '../resource/resource.ts'
import type {Session} from '../session.ts'
import type {Image} from '../site/site.ts'
import {digest} from './content.ts'
import type {FoundRole} from './find-role.ts'
import {mentions} from './mentioned-variables.ts'
import {type RoleFiles, readRoleFiles} from './role-files.ts'
import {prepareRole} from './role-material.ts'
import {roleTarget} from './role-target.ts'

export interface RoleContent {
  readonly name: string
  /** Hash of what the role does: its files, and for a native role what it says without knowing any facts. */
  readonly content: string
  /** Text in which the names of variables are looked for; empty for a native role, which is asked instead. */
  readonly text: string
}

/** What a role of an image does. `known` are the names of all roles, some of which the role may include. */
export async function roleContent(
  found: FoundRole,
  image: Image,
  session: Session,
  known: readonly string[],
): Promise<RoleContent> {
  if (found.kind === 'ansible') return ansibleContent(found, known)
  const target = roleTarget(found, image.service, image.variables)
  const files = found.directory === undefined ? undefined : await readRoleFiles(found.directory)
  const {pending, material} = await prepareRole(session, found, target)
  const resources = found.role.resources(target, session.site, {}, material).map(shellTexts)
  const environment = found.role.environment?.(target, session.site)
  // What is yet to be prepared makes another image, although nobody knows which.
  const said = [resources, ...(environment ? [environment] : []), ...pending.map(({id, details}) => [id, details])]
  return {name: found.name, content: digest([files?.hash ?? null, ...said]), text: ''}
}

function shellTexts({id, define, check, apply, onChange}: Resource): readonly unknown[] {
  return [id, define?.text ?? null, check.text, apply.text, onChange?.run.text ?? null]
}

/** An Ansible role with every role beside it that it mentions: those may be dependencies or included ones. */
async function ansibleContent(
  {name, directory}: Extract<FoundRole, {kind: 'ansible'}>,
  known: readonly string[],
): Promise<RoleContent> {
  const read = new Map<string, RoleFiles>([[name, await readRoleFiles(directory)]])
  for (const [, {text}] of read) {
    const further = known.filter(other => !read.has(other) && mentions(text, other))
    for (const other of further) {
      const files = await readRoleFiles(join(dirname(directory), basename(other))).catch(() => undefined)
      // A role of another directory of the path, or one of hive's own, which Ansible does not see.
      if (files) read.set(other, files)
    }
  }
  const files = [...read].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    name,
    content: digest(files.map(([other, {hash}]) => [other, hash])),
    text: files.map(([, {text}]) => text).join('\n'),
  }
}
