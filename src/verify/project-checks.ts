import {constants} from 'node:fs'
import {access, readdir, stat} from 'node:fs/promises'
import {extname, join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'
import {readSource} from '../inventory/list-files.ts'
import {inventoryError, type Problem, problemAt} from '../inventory/problem.ts'
import {SourceFile} from '../inventory/source-file.ts'
import {syntaxProblem} from '../inventory/syntax-problem.ts'
import {didYouMean, validateFile} from '../inventory/validate.ts'
import type {Host, Site} from '../site/site.ts'
import type {Check} from './check.ts'
import {type ProjectProbe, probeFile} from './project-file.ts'

interface Found {
  readonly checks: readonly Check[]
  readonly problems: readonly Problem[]
}

/**
 * What the project's own directory `tests` asks for: probes in YAML files, and executables, which pass when they exit 0.
 * Other files and sub-directories are the executables' own. Throws `HiveError` INVENTORY_INVALID with all mistakes.
 */
export async function projectChecks(site: Site): Promise<readonly Check[]> {
  const directory = join(site.rootDirectory, 'tests')
  const found = await Promise.all((await namesIn(directory)).map(name => checksOf(site, join(directory, name), name)))
  const problems = found.flatMap(part => part.problems)
  if (problems.length > 0) throw inventoryError(problems, 'INVENTORY_INVALID', 'The directory tests')
  return found.flatMap(({checks}) => checks)
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).filter(name => !/^[._]|~$/.test(name)).toSorted()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new HiveError('INVENTORY_INVALID', `${directory} cannot be read: ${reasonOf(error)}.`, {cause: error})
  }
}

async function checksOf(site: Site, path: string, name: string): Promise<Found> {
  if (['.yml', '.yaml'].includes(extname(name))) return probesOf(site, path)
  const isProgram = (await stat(path)).isFile() && (await isExecutable(path))
  const check: Check = {
    group: 'tests',
    title: `tests/${name} exits with status 0`,
    where: `tests/${name}`,
    probe: {kind: 'executable', path},
  }
  return {checks: isProgram ? [check] : [], problems: []}
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    // Not executable: a file some executable reads.
    () => false,
  )
}

async function probesOf(site: Site, path: string): Promise<Found> {
  const file = await readSource(site.rootDirectory, path)
  if (!(file instanceof SourceFile)) return {checks: [], problems: [file]}
  if (file.problems.length > 0)
    return {checks: [], problems: file.problems.map(problem => syntaxProblem(file, problem))}
  const {value, problems} = validateFile(file, probeFile)
  if (!value || problems.length > 0) return {checks: [], problems}
  const parts = value.probes.map((probe, index) => checksOfProbe(site, file, probe, index))
  return {checks: parts.flatMap(part => part.checks), problems: parts.flatMap(part => part.problems)}
}

function checksOfProbe(site: Site, file: SourceFile, wish: ProjectProbe, index: number): Found {
  if (wish.stages && !wish.stages.includes(site.stage)) return {checks: [], problems: []}
  const {line} = file.locate(['probes', index, 'name'])
  const common = {group: file.name, where: `${file.name}:${line}`}
  const mistake = (path: readonly string[], message: string): Found => {
    return {checks: [], problems: [problemAt({file, path: ['probes', index, ...path], message})]}
  }
  const only = (probe: Check['probe']): Found => ({checks: [{...common, title: wish.name, probe}], problems: []})
  if (wish.tcp) return only({kind: 'tcp', wish: wish.tcp})
  if (wish.http) {
    const message = serviceMistake(site, wish.http)
    return message === undefined ? only({kind: 'http', wish: wish.http}) : mistake(['http'], message)
  }
  const {command, file: wanted} = wish
  const places = (command ?? wanted)?.hosts ?? []
  const unknown = places.find(place => hostsOf(site, place).length === 0)
  if (unknown !== undefined) return mistake([command ? 'command' : 'file', 'hosts'], unknownPlace(site, unknown))
  const hosts = [...new Set(places.flatMap(place => hostsOf(site, place)))]
  const checks = hosts.flatMap((host): Check[] => {
    const title = `${wish.name} (${host.name})`
    if (command) return [{...common, title, probe: {kind: 'command', host, wish: command}}]
    return wanted ? [{...common, title, probe: {kind: 'file', host, wish: wanted}}] : []
  })
  return {checks, problems: []}
}

function serviceMistake(site: Site, {service: name, port}: NonNullable<ProjectProbe['http']>): string | undefined {
  if (name === undefined) return undefined
  const service = site.services.find(candidate => candidate.name === name)
  const names = site.services.map(candidate => candidate.name)
  if (!service) return `stage ${site.stage} has no service ${name}.${didYouMean(name, names)}`
  const isPublished = service.ports.some(({targetPort}) => port === undefined || port === targetPort)
  return isPublished ? undefined : `service ${name} does not publish ${port === undefined ? 'a port' : `port ${port}`}.`
}

function hostsOf({hosts}: Site, place: string): readonly Host[] {
  return hosts.filter(({name, shortName, groups}) => [name, shortName, ...groups].includes(place))
}

function unknownPlace({hosts, stage}: Site, place: string): string {
  const known = hosts.flatMap(({name, groups}) => [name, ...groups])
  return `stage ${stage} has no host or group ${place}.${didYouMean(place, [...new Set(known)])}`
}
