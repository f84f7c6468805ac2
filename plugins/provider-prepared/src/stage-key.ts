import {join} from 'node:path'
import {readContextFile, type Site, textVariable} from '@hive-ci/cli'

/** The private key of the stage; undefined before the first build-infra. */
export function stageKey(site: Site): Promise<string | undefined> {
  return readContextFile(textVariable(site.mother, 'hive_private_key_path') ?? join(site.contextDirectory, 'id_rsa'))
}
