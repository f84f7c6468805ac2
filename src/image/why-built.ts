/** What of an image's sources differs from those of its last build, as part of a sentence, e.g. `role web changed`. */
export function whyBuilt(
  wanted: Readonly<Record<string, string>>,
  built: Readonly<Record<string, string>> | undefined,
): readonly string[] {
  if (built === undefined) return ['it was not built before, as far as this engine knows']
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(built)])].sort()
  const reasons = names.flatMap(name => reasonFor(name, wanted[name], built[name]))
  return reasons.length > 0 ? reasons : ['its registry does not have it']
}

function reasonFor(name: string, wanted: string | undefined, built: string | undefined): string[] {
  if (wanted === built) return []
  if (name === 'base') return ['the base image moved']
  if (name === 'variables') return ['variables its roles use changed']
  if (name === 'role order') return ['the list of roles changed']
  if (built === undefined) return [`${name} is new`]
  if (wanted === undefined) return [`${name} is gone`]
  return [`${name} changed`]
}
