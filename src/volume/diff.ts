import type {FoundVolume} from './found-volume.ts'

export interface VolumeDriver {
  readonly driver: string
  readonly options: Readonly<Record<string, string>>
}

/**
 * What differs between a wanted volume and the one found; empty when nothing does. Of options only the names are told:
 * mount options may hold passwords.
 */
export function diffVolume(wanted: VolumeDriver, found: FoundVolume): readonly string[] {
  const present = found.Options ?? {}
  const names = new Set([...Object.keys(present), ...Object.keys(wanted.options)])
  const different = [...names].filter(name => present[name] !== wanted.options[name])
  return [
    ...(wanted.driver === found.Driver ? [] : [`driver: ${found.Driver} -> ${wanted.driver}`]),
    ...(different.length === 0 ? [] : [`driver_opts: ${different.join(', ')} differ`]),
  ]
}
