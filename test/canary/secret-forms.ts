/** The ways a value may stand in a text: as it is, in JSON, in a URL, and in base64 at each of three places. */
export function secretForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const parts = [0, 1, 2].map(offset => {
    const encoded = Buffer.from(`${'x'.repeat(offset)}${value}`).toString('base64')
    // The first and last letters depend on what stands beside the value.
    return encoded.slice(offset === 0 ? 0 : 4, -4)
  })
  return [...new Set([value, json, encodeURIComponent(value), ...parts])].filter(form => form.length >= 8)
}

/** Names of the secrets that a text holds in any form. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(secrets)
    .filter(([, value]) => secretForms(value).some(form => text.includes(form)))
    .map(([name]) => name)
}
