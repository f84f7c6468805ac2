import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {execa} from 'execa'

interface HiveResult {
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** A project in a temporary directory and the built hive that runs in it. */
export interface HiveProject {
  readonly directory: string
  hive(...argv: readonly string[]): Promise<HiveResult>
  remove(): Promise<void>
}

/** Three stages of a provider that nothing is built with, and two services. */
export const inventory = {
  'inventory/hive.yml': `plugin: hive_inventory
name: shop
stages:
  private:
    provider: prepared
    cidr: 192.168.56.0/24
    number_of_hosts: 2
  staging:
    provider: prepared
    cidr: 192.168.57.0/24
    number_of_hosts: 2
`,
  'inventory/services.yml': `plugin: hive_services
services:
  web:
    image: nginx:1.27
    environment: {GREETING: "{{ hive_name }} on {{ hive_stage }}"}
    volumes:
      - {source: web_data, target: /data}
      - {source: /etc/motd, target: /motd, type: bind}
  mail:
    image: postfix:3
    available_on: [staging]
`,
}

/**
 * Writes the files, by their path in the project; nothing of the caller's environment reaches hive but PATH and HOME.
 * `words` stand before hive's own on its command line.
 */
export async function hiveProject(
  files: Readonly<Record<string, string>> = inventory,
  words: readonly string[] = [],
): Promise<HiveProject> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-cli-'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), {recursive: true})
    await writeFile(join(directory, path), text)
  }
  return {
    directory,
    async hive(...argv) {
      const [program = '', ...all] = [...words, resolve('bin/hive'), ...argv]
      const {exitCode, stdout, stderr} = await execa(program, all, {
        cwd: directory,
        env: {PATH: process.env.PATH, HOME: directory},
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
      })
      return {
        status: exitCode,
        stdout: stdout.replaceAll(directory, '<project>'),
        stderr: stderr.replaceAll(directory, '<project>'),
      }
    },
    remove: () => rm(directory, {recursive: true, force: true}),
  }
}
