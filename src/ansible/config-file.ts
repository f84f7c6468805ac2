export type ConfigSections = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The text of an ansible.cfg. */
export function configFile(sections: ConfigSections): string {
  return Object.entries(sections)
    .map(([name, keys]) => `[${name}]\n${Object.entries(keys).map(line).join('')}`)
    .join('\n')
}

function line([key, value]: [string, unknown]): string {
  return `${key} = ${String(value).replaceAll('\n', ' ')}\n`
}

/** Later sections' keys come before earlier ones'. */
export function mergeSections(...all: readonly ConfigSections[]): ConfigSections {
  const names = [...new Set(all.flatMap(sections => Object.keys(sections)))]
  return Object.fromEntries(names.map(name => [name, Object.assign({}, ...all.map(sections => sections[name]))]))
}
