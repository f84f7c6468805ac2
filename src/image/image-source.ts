import type {Session} from '../session.ts'
import type {Image} from '../site/site.ts'
import type {ImageSource} from './content.ts'
import type {FoundRole} from './find-role.ts'
import {mentionedVariables} from './mentioned-variables.ts'
import {roleContent} from './role-content.ts'

/** What an image is made from, but for its base, which only an engine knows. */
export interface LocalSource {
  readonly roles: readonly FoundRole[]
  readonly source: Omit<ImageSource, 'base'>
}

/** The roles images may have, each looked for once. */
export interface RoleCatalog {
  readonly names: readonly string[]
  readonly find: (name: string) => Promise<FoundRole>
}

/**
 * Reads everything on the mother that decides about an image.
 * @throws HiveError EXTENSION_INVALID for roles that cannot be found or loaded, TEMPLATE_FAILED, CONTEXT_INVALID.
 */
export async function readSource(image: Image, session: Session, catalog: RoleCatalog): Promise<LocalSource> {
  const roles = await Promise.all(image.roles.map(catalog.find))
  const contents = await Promise.all(roles.map(role => roleContent(role, image, session, catalog.names)))
  const text = contents.map(content => content.text).join('\n')
  return {
    roles,
    source: {
      roles: contents.map(({name, content}) => ({name, content})),
      image: settingsOf(image),
      variables: mentionedVariables(text, image, session.site),
    },
  }
}

function settingsOf(image: Image): ImageSource['image'] {
  const {service, standalone, env, stopSignal, user, workingDirectory, entrypoint, command, privileged, expose} = image
  return {
    service,
    standalone,
    env,
    privileged,
    expose,
    ...(stopSignal !== undefined && {stopSignal}),
    ...(user !== undefined && {user}),
    ...(workingDirectory !== undefined && {workingDirectory}),
    ...(entrypoint && {entrypoint}),
    ...(command && {command}),
  }
}
