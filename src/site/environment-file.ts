/** The assignments of an `/etc/environment` (pam_env): quotes around a value and a leading `export` mean nothing. */
export function parseEnvironmentFile(text: string): ReadonlyMap<string, string> {
  const matches = text.split('\n').map(line => /^\s*(?:export\s+)?(\w+)=(["']?)(.*)\2\s*$/.exec(line))
  return new Map(matches.flatMap(match => (match ? [[match[1] ?? '', match[3] ?? ''] as const] : [])))
}
