import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {execa} from 'execa'
import {variables} from '../../src/variables/table.ts'

/** What is stored in each variable `hive set` keeps secret, by its name. */
export const stored: Readonly<Record<string, string>> = Object.fromEntries(
  variables.filter(({secret}) => secret).map(({name}) => [name, `canaryStored_${name}`]),
)

/** Every other secret the test puts somewhere, by the name failures call it; each is in no other text. */
export const planted = {
  'password of a service': 'canaryShopPassword1',
  'password of a service after it was changed': 'canaryShopPassword2',
  'token in an environment': 'canaryApiToken7f3a',
  'password of a foreign registry': 'canaryHubPassword5',
  'secret variable of the environment': 'canaryAwsSecret/+42',
  'password of the stored proxy': 'canaryProxyStored3',
  'password of the proxy of the environment': 'canaryProxyGiven4',
  'token of GitLab': 'glpat-canaryGitlab5',
  'token of the job': 'canaryJobToken66',
  'key of the context store': 'AGE-SECRET-KEY-13M08FS5EYPLDR7GUGS06TWS77TPT50W6SSZLLNAMRAVDTTZN78VSS3LGKX',
  'variable for GitLab': 'canaryGitlabVariable9',
} as const

interface Printed {
  readonly command: string
  readonly status: number | undefined
  readonly text: string
}

interface Ran {
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** A project with a secret in every place one can have, and the built hive, whose whole output is kept. */
export interface CanaryProject {
  readonly directory: string
  /** TMPDIR and `temp_dir` of hive. */
  readonly temporary: string
  /** Everything hive printed so far, command after command. */
  readonly printed: readonly Printed[]
  hive(words: readonly string[], options?: {readonly input?: string; readonly env?: Environment}): Promise<Ran>
  write(path: string, text: string): Promise<void>
  remove(): Promise<void>
}

type Environment = Readonly<Record<string, string>>

export async function canaryProject(environment: Environment): Promise<CanaryProject> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-canary-'))
  const temporary = join(directory, 'temporary')
  const printed: Printed[] = []
  const project: CanaryProject = {
    directory,
    temporary,
    printed,
    async hive(words, {input = '', env = {}} = {}) {
      const {exitCode, stdout, stderr} = await execa(resolve('bin/hive'), words, {
        cwd: directory,
        env: {PATH: process.env.PATH, HOME: directory, TMPDIR: temporary, LC_ALL: 'C.UTF-8', ...environment, ...env},
        extendEnv: false,
        reject: false,
        input,
      })
      printed.push({command: ['hive', ...words].join(' '), status: exitCode, text: `${stdout}\n${stderr}`})
      return {status: exitCode, stdout, stderr}
    },
    async write(path, text) {
      await mkdir(dirname(join(directory, path)), {recursive: true})
      await writeFile(join(directory, path), text)
    },
    remove: () => rm(directory, {recursive: true, force: true}),
  }
  await mkdir(temporary)
  return project
}

/** The inventory and roles; `shop` is the script the service runs. */
export async function writeProject(project: CanaryProject, {name, cidr, password, shop}: ProjectWish): Promise<void> {
  const files = {
    'inventory/hive.yml': `plugin: hive_inventory
name: ${name}
stages:
  private: {provider: docker, cidr: ${cidr}, number_of_hosts: 2}
`,
    'inventory/group_vars/all.yml': `shop_password: ${password}
hive_ext_repositories:
  - {login_user: somebody, password: ${planted['password of a foreign registry']}}
`,
    'inventory/services.yml': JSON.stringify({plugin: 'hive_services', services: {shop: serviceOf(shop)}}),
    'roles/page/role.ts': pageRole,
    'roles/greet/tasks/main.yml': greetTasks,
    'roles/fill/role.ts': fillRole,
    'tests/smoke': '#!/bin/sh\ntest -n "$HIVE_SITE"\n',
  }
  for (const [path, text] of Object.entries(files)) await project.write(path, text)
}

interface ProjectWish {
  readonly name: string
  readonly cidr: string
  readonly password: string
  readonly shop: string
}

function serviceOf(script: string) {
  return {
    image: {from: 'debian:12', roles: ['page', 'greet'], command: ['sh', '-c', script]},
    environment: {SHOP_PASSWORD: '{{ shop_password }}', API_TOKEN: planted['token in an environment']},
    stop_grace_period: '1s',
    initialize_roles: ['fill', 'greet'],
    backup_scripts: [{name: 'shop', directory: '/srv'}],
    ...(script.includes('exit 3') && {restart_config: {condition: 'none'}}),
  }
}

/** Native, for the image. */
const pageRole = `import {defineImageRole, file} from '@hive-ci/cli'
export default defineImageRole({name: 'page', resources: () => [file('/srv/page', {content: 'hello'})]})
`

/** Native, for the running task. */
const fillRole = `import {command, defineImageRole, sh} from '@hive-ci/cli'
export default defineImageRole({
  name: 'fill',
  resources: () => [command('filled', {check: sh\`test -e /srv/filled\`, apply: sh\`echo "$SHOP_PASSWORD" >/srv/filled\`})],
})
`

/** Ansible's, for both; a role that tells a secret when it is run with more words, as some do. */
const greetTasks = `- raw: test -e /srv/greeted || touch /srv/greeted
- debug: {msg: "the password is {{ shop_password }}"}
`
