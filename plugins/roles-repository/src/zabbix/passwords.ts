import {randomInt} from 'node:crypto'
import {join} from 'node:path'
import {
  type RoleChange,
  readContextFile,
  type Secret,
  type Session,
  type Site,
  secret,
  writeContextFile,
} from '@hive-ci/cli'
import {adminPasswordFile, databasePasswordFile} from './kind.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const length = 24

/** Makes the passwords of Zabbix once: one for its database, one for its user Admin. */
export async function preparePasswords({site}: Session): Promise<readonly RoleChange[]> {
  const repository = site.hosts.find(({isRepository}) => isRepository)
  if (repository === undefined || repository.variables.get('hive_zabbix') === false) return []
  const files = [adminPasswordFile, databasePasswordFile]
  const found = await Promise.all(files.map(file => readContextFile(join(site.contextDirectory, file))))
  return files
    .filter((_file, index) => found[index] === undefined)
    .map(file => ({
      id: `password:${file.replace('_password', '')}`,
      action: 'create',
      details: [],
      apply: () => writeContextFile(join(site.contextDirectory, file), `${newPassword()}\n`),
    }))
}

/** Undefined in check mode before the first run. */
export async function adminPassword({contextDirectory}: Site): Promise<Secret | undefined> {
  const text = await readContextFile(join(contextDirectory, adminPasswordFile))
  return text === undefined ? undefined : secret(text.trim())
}

function newPassword(): string {
  return Array.from({length}, () => letters[randomInt(letters.length)]).join('')
}
