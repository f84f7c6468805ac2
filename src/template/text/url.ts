export interface UrlParts {
  readonly scheme: string
  readonly netloc: string
  readonly path: string
  readonly query: string
  readonly fragment: string
}

/** Splits a URL like Python's `urlsplit`, which accepts anything. */
export function splitUrl(text: string): UrlParts {
  const scheme = /^([a-zA-Z][\w+.-]*):/.exec(text)?.[1] ?? ''
  const rest = scheme === '' ? text : text.slice(scheme.length + 1)
  const netloc = /^\/\/([^/?#]*)/.exec(rest)
  const [withoutFragment = '', fragment = ''] = (netloc ? rest.slice(netloc[0].length) : rest).split(/#(.*)/s)
  const [path = '', query = ''] = withoutFragment.split(/\?(.*)/s)
  return {scheme: scheme.toLowerCase(), netloc: netloc?.[1] ?? '', path, query, fragment}
}
