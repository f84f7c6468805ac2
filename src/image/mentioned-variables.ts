import {HiveError} from '../error.ts'
import type {Image, InventoryObject, Site, Variables} from '../site/site.ts'

/**
 * The inventory variables an Ansible role may use, by `<object> <variable>`: those whose names stand in its text, of the
 * image itself, of its service, and of every other object the text mentions (`hostvars['db']`). Values are as a template
 * sees them, with paths on the mother replaced by what they stand for, because those differ from machine to machine.
 */
export function mentionedVariables(text: string, image: Image, site: Site): Readonly<Record<string, unknown>> {
  const objects: readonly InventoryObject[] = [...site.services, ...site.hosts, ...site.volumes, ...site.networks]
  const used = [image, ...objects.filter(({name}) => name === image.service || mentions(text, name))]
  return Object.fromEntries(
    used.flatMap(({name, variables}) =>
      variables
        .names()
        .filter(variable => !isVolatile(variable) && mentions(text, variable))
        .map(variable => [`${name} ${variable}`, readValue(variables, variable, site)] as const),
    ),
  )
}

/** Whether a name stands in a text as a word of its own. */
export function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + name.length])) return true
  }
  return false
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character)
}

/** What differs between runs and machines and is no part of an image. */
function isVolatile(variable: string): boolean {
  return /^hive_(phase|verbose|limit|destroy|halt|local_python_path|(safe_)?(private|public)_key_path|.*proxy.*)$/.test(
    variable,
  )
}

function readValue(variables: Variables, name: string, site: Site): unknown {
  try {
    return withoutPaths(variables.get(name), site)
  } catch (error) {
    // A template of what only a running play knows (facts, registered results): its text is a part of the role's.
    if (error instanceof HiveError && error.code === 'TEMPLATE_FAILED') return null
    throw error
  }
}

function withoutPaths(value: unknown, {contextDirectory, rootDirectory, settings}: Site): unknown {
  const paths = [contextDirectory, settings.temp_dir, rootDirectory].filter(path => path.length > 1)
  const text = JSON.stringify(value)
  return text === undefined
    ? null
    : paths.reduce((clean, path, index) => clean.replaceAll(JSON.stringify(path).slice(1, -1), `<${index}>`), text)
}
