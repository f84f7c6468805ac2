import {type StageName, stageNames} from '../site/site.ts'
import type {Origin} from './origin.ts'
import type {ServiceDefinition} from './schema/service.ts'
import type {ServicesFile} from './schema/services-file.ts'
import type {SourceFile} from './source-file.ts'

/** A services file as it was read. */
export interface ReadServices {
  readonly file: SourceFile
  readonly definition: ServicesFile
}

/** A service of a file, its defaults resolved. */
export interface ReadService {
  readonly name: string
  readonly definition: ServiceDefinition
  readonly stages: readonly StageName[]
  readonly origin: Origin
}

/** The services of a file, in its order. */
export function servicesOf({file, definition}: ReadServices): readonly ReadService[] {
  return Object.entries(definition.services).map(([name, service]) => ({
    name,
    definition: service,
    stages: service.available_on ?? definition.available_on ?? stageNames,
    origin: {file, path: ['services', name]},
  }))
}
