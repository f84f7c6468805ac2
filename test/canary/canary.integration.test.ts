import {readdir, readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type GitlabServer, startGitlab} from '../../plugins/gitlab/test/support/gitlab-server.ts'
import {freeCidr, uniqueName} from '../support/names.ts'
import {secretsOnHosts} from './host-files.ts'
import {madeByHive} from './made-by-hive.ts'
import {type Carrier, type Watched, watchProcesses} from './process-watch.ts'
import {type CanaryProject, canaryProject, planted, stored, writeProject} from './project.ts'
import {secretsIn} from './secret-forms.ts'

const site = `${uniqueName('canary')}.example`
const mirror = uniqueName('canary')
const cidr = freeCidr()
const fine = 'while :; do sleep 1; done'
const broken = 'echo "my password is $SHOP_PASSWORD"; env; exit 3'

let gitlab: GitlabServer
let project: CanaryProject
let watched: Watched
let nodes: readonly string[]
let outcomes: readonly string[]
/** What was planted, and what hive made itself. */
let secrets: Readonly<Record<string, string>> = {...planted, ...stored}

beforeAll(async () => {
  gitlab = await startGitlab(planted['token of GitLab'])
  project = await canaryProject({
    HIVE_CONTEXT_KEY: planted['key of the context store'],
    HIVE_GITLAB_TOKEN: planted['token of GitLab'],
    CI_JOB_TOKEN: planted['token of the job'],
    CI_API_V4_URL: gitlab.url,
    CI_PROJECT_ID: '7',
    CI_MERGE_REQUEST_IID: '3',
    AWS_SECRET_ACCESS_KEY: planted['secret variable of the environment'],
    HTTPS_PROXY: `http://somebody:${planted['password of the proxy of the environment']}@127.0.0.1:9`,
    NO_PROXY: '127.0.0.1',
  })
  await writeProject(project, {name: site, cidr, password: planted['password of a service'], shop: fine})
  const pair = 'hive-base:bookworm=library/debian:12'
  const {stdout: address} = await execa('scripts/registry-mirror', ['start', '--name', mirror, pair])
  const watch = watchProcesses({ownSecrets: [planted['key of the context store'], planted['token of GitLab']]})
  try {
    await wholeLife(address)
  } finally {
    watched = await watch.stop()
  }
  outcomes = project.printed.map(({command, status}) => `${status} ${command.replace(/192.*$|198.*$|\/\S+$/, '...')}`)
  secrets = {...secrets, ...(await madeByHive(join(project.directory, '.hive/private')))}
}, 1_200_000)

afterAll(async () => {
  await project?.hive(['build-infra', '-D', '--break-lock'])
  await execa('scripts/registry-mirror', ['stop', '--name', mirror])
  await gitlab?.stop()
  await project?.remove()
}, 300_000)

/** Everything that is done with a site, in each form its output has. */
async function wholeLife(mirrorAddress: string): Promise<void> {
  const proxy = `http://somebody:${planted['password of the stored proxy']}@192.0.2.1:3128`
  const {hive} = project
  await hive(['set', 'http_proxy', '-'], {input: proxy})
  await hive(['proxy', 'show'])
  await hive(['set', 'http_proxy', ''])
  for (const [name, value] of Object.entries(stored)) await hive(['set', name, '-'], {input: value})
  await hive(['set', 'registry_mirror', mirrorAddress])
  await hive(['set', 'temp_dir', project.temporary])
  await hive(['set', 'context_store', 'gitlab:'])
  await hive(['all', '-v'])
  await seenOnHosts()
  await hive(['backup'])
  await hive(['test', '--wait', '30', '--junit', 'test.xml'])
  await hive(['context', 'push'])
  await hive(['ci', 'doctor', '--wait', '0', '--json'])
  await hive(['gitlab', 'setup', '--apply'])
  const changed = 'password of a service after it was changed'
  await writeProject(project, {name: site, cidr, password: planted[changed], shop: broken})
  const {stdout: markdown} = await hive(['plan', '--out', 'approved.plan', '--format', 'markdown'])
  await hive(['gitlab', 'note'], {input: markdown})
  await hive(['apply', 'approved.plan', '--json'])
  await hive(['test', '--tap'])
  await hive(['deploy-services'], {env: {GITLAB_CI: 'true', DEBUG: 'hive'}})
}

/** What the watch must have seen, else it proves nothing: a process of each host. */
const control = 'canaryInPlainSight'

async function seenOnHosts(): Promise<void> {
  nodes = await nodeNames()
  await Promise.all(nodes.map(name => execa('docker', ['exec', name, 'sh', '-c', 'sleep 2', `${control} ${name}`])))
}

async function nodeNames(): Promise<readonly string[]> {
  const filter = `label=hive.site=${site}`
  const {stdout} = await execa('docker', ['ps', '--filter', filter, '--format', '{{.Names}}'])
  return stdout.split('\n').toSorted()
}

test('the commands did what they are for', () => {
  expect(outcomes).toMatchInlineSnapshot(`
    [
      "0 hive set http_proxy -",
      "0 hive proxy show",
      "0 hive set http_proxy ",
      "0 hive set aws_access_key_id -",
      "0 hive set aws_secret_access_key -",
      "0 hive set azure_client_id -",
      "0 hive set azure_secret -",
      "0 hive set azure_subscription_id -",
      "0 hive set azure_tenant -",
      "0 hive set registry_mirror http:...",
      "0 hive set temp_dir ...",
      "0 hive set context_store gitlab:",
      "0 hive all -v",
      "0 hive backup",
      "0 hive test --wait 30 --junit test.xml",
      "0 hive context push",
      "0 hive ci doctor --wait 0 --json",
      "0 hive gitlab setup --apply",
      "10 hive plan --out approved.plan --format markdown",
      "0 hive gitlab note",
      "1 hive apply approved.plan --json",
      "1 hive test --tap",
      "1 hive deploy-services",
    ]
  `)
})

test('no secret is in anything hive printed, for people, for programs or for a job', () => {
  const told = project.printed.flatMap(({command, text}) => secretsIn(text, secrets).map(name => `${command}: ${name}`))
  expect(told).toEqual([])
})

test('no secret is ever in a process list, and hive keeps its own from the programs it starts', () => {
  expect(nodes.length).toBe(2)
  for (const name of nodes) expect(watched.commandLines).toContain(`sh -c sleep 2 ${control} ${name}`)
  expect(watched.commandLines.join('\n')).toContain('ansible-playbook')
  expect(watched.commandLines.filter(line => secretsIn(line, secrets).length > 0)).toEqual([])
  const isHive = ({program, commandLine}: Carrier) =>
    program === 'node' || /bin\/hive|^(dirname|readlink) /.test(commandLine)
  expect(watched.carriers.filter(carrier => !isHive(carrier))).toEqual([])
})

test('what is kept of a run, plans, results and temporary files, holds no secret', async () => {
  const mayHave = /^(\.hive\/(private\/|persistents\.yml)|inventory\/)/
  const names = await readdir(project.directory, {recursive: true})
  const told = await Promise.all(
    names.filter(name => !mayHave.test(`${name}`)).map(name => holds(join(project.directory, name), name)),
  )
  expect(told.flat()).toEqual([])
  expect(names).toEqual(expect.arrayContaining(['approved.plan', 'test.xml']))
  expect(await readdir(project.temporary)).toEqual([])
})

test('GitLab is given the key of contexts as a hidden variable and no other secret, contexts sealed', () => {
  const kept = {calls: gitlab.calls, notes: gitlab.notes, settings: Object.fromEntries(gitlab.settings)}
  expect(secretsIn(JSON.stringify(kept), secrets)).toEqual(['key of the context store'])
  const contents = gitlab.packages.flatMap(({files}) => files.map(({content}) => content.toString('latin1')))
  expect(contents.length).toBeGreaterThan(0)
  expect(contents.flatMap(text => secretsIn(text, secrets))).toEqual([])
})

test('an image that was built has no secret in its layers, its settings or its history', async () => {
  const {stdout} = await execa('docker', ['exec', node('p-hive0'), 'sh', '-c', imageText], {
    encoding: 'latin1',
    maxBuffer: 1e9,
  })
  expect(stdout).toContain('Layers')
  expect(secretsIn(stdout, secrets)).toEqual([])
})

test('on hosts secrets are where they are needed, for those who need them', async () => {
  const found = await secretsOnHosts({nodes, secrets, site})
  expect(found.filter(line => line.includes('and anybody'))).toEqual([])
  const engines = / \/(run|var\/lib)\/(containerd|docker)\/| \/var\/log\/services\//
  expect(found.filter(line => !engines.test(line))).toMatchInlineSnapshot(`
    [
      "p-hive0 /etc/pki/tls/private/p-hive0_key.pem: root only: ca/p-hive0_key.pem",
      "p-hive0 /home/admin/.docker/key.pem: admin only: ca/p-hive0_key.pem",
      "p-hive1 /etc/docker/registry/htpasswd: docker-registry only: registry_htpasswd",
      "p-hive1 /etc/docker/registry/key.pem: docker-registry only: ca/p-hive1_key.pem",
      "p-hive1 /etc/pki/tls/private/p-hive1_key.pem: root only: ca/p-hive1_key.pem",
      "p-hive1 /home/admin/.docker/key.pem: admin only: ca/p-hive1_key.pem",
    ]
  `)
})

test('what hive keeps on the mother is for its owner alone, and only as long as it is wanted', async () => {
  const variables = await readFile(join(project.directory, '.hive/persistents.yml'), 'utf8')
  expect(secretsIn(variables, secrets)).toEqual(Object.keys(stored))
  const {stdout} = await execa('find', [join(project.directory, '.hive'), '-perm', '/077'])
  expect(stdout).toBe('')
})

const imageText = `
image=$(docker images -q --filter reference='*/image_shop:latest' | head -n 1)
docker history --no-trunc --format '{{.CreatedBy}}' "$image"
docker save "$image" | tar -xO`

function node(shortName: string): string {
  return nodes.find(name => name.includes(shortName)) ?? ''
}

async function holds(path: string, name: string): Promise<readonly string[]> {
  if (!(await stat(path)).isFile()) return []
  return secretsIn(await readFile(path, 'latin1'), secrets).map(secret => `${name}: ${secret}`)
}
