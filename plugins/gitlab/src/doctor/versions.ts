import type {Environment, Section} from './section.ts'

/** Templates, image and hive are made for each other: one version. */
export function versionSection(hive: string, environment: Environment): Section {
  const found = [
    {what: 'The templates are', version: environment.HIVE_TEMPLATES_VERSION},
    {what: 'The runner image is', version: environment.HIVE_IMAGE_VERSION},
  ].filter(({version}) => version !== undefined && version !== '')
  return {
    title: 'Versions',
    facts: [`hive ${hive}`, ...found.map(({what, version}) => `${what} ${version}`)],
    problems: found
      .filter(({version}) => version !== hive)
      .map(
        ({what, version}) =>
          `${what} of version ${version}, and hive is of version ${hive}. Include the templates and name the image of one version.`,
      ),
    warnings: [],
  }
}
