import {
  HiveError,
  type ImageMirror,
  type MirrorLock,
  motherDispatcher,
  parseImageMirror,
  readMirrorLock,
  readTagMapping,
  roleImages,
  type Session,
  siteLogins,
} from '@hive-ci/cli'
import {readChoices} from './choices.ts'
import {inRoom, type Room} from './room.ts'
import {type WantedImage, wantedImages} from './wanted-images.ts'

export interface MirrorSettings {
  /** Requests to one registry at once. */
  readonly parallel: number
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What every command of the mirror starts from. */
export interface Prepared {
  readonly room: Room
  readonly mirror: ImageMirror
  readonly lock: MirrorLock
  readonly wanted: readonly WantedImage[]
}

/**
 * Reads what the stage needs and what is locked, opens the registries and works with them.
 * @throws HiveError VARIABLE_INVALID without `image_mirror`, CONTEXT_INVALID, IMAGE_FAILED, REGISTRY_FAILED.
 */
export async function withMirror<T>(
  {site, extensions, signal}: Session,
  {parallel, environment}: MirrorSettings,
  work: (prepared: Prepared) => Promise<T>,
): Promise<T> {
  const mirror = parseImageMirror(mirrorSetting(site.settings.image_mirror))
  const [lock, choices, mapping, logins] = await Promise.all([
    readMirrorLock(site.rootDirectory),
    readChoices(site.rootDirectory),
    readTagMapping(site.contextDirectory),
    siteLogins(site),
  ])
  const own = [mirror.registry, `${site.registry.host}:${site.registry.port}`]
  const wanted = wantedImages(site, {mapping, choices, own, builtIn: roleImages(extensions.roles, site)})
  const {plainHttp} = choices
  const dispatcher = await motherDispatcher(site, environment)
  return inRoom({mirror, logins, plainHttp, parallel, dispatcher, signal}, room => work({room, mirror, lock, wanted}))
}

function mirrorSetting(text: string | undefined): string {
  if (text !== undefined) return text
  throw new HiveError(
    'VARIABLE_INVALID',
    'Variable image_mirror is not set, so there is no mirror to copy images to.',
    {
      suggestions: ['Set it to a registry: hive set image_mirror HOST:PORT, or http://HOST:PORT for one without TLS.'],
    },
  )
}
