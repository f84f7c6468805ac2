import {once} from 'node:events'
import {writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type CutOff, cutOff} from '../support/cut-off.ts'
import {type HiveProject, hiveProject} from '../support/hive-project.ts'
import {freeCidr, uniqueName} from '../support/names.ts'
import {type Outside, startOutside} from '../support/outside.ts'
import {readLog} from '../support/squid.ts'

const name = uniqueName('closed')
const cidr = freeCidr()
const host = `p-hive0.${name}`
let outside: Outside
let cut: CutOff
let project: HiveProject

beforeAll(async () => {
  outside = await startOutside(name)
  cut = await cutOff(cidr)
  const files = {
    'inventory/hive.yml': `plugin: hive_inventory
name: ${name}
stages:
  private: {provider: docker, cidr: ${cidr}, number_of_hosts: 1, separate_repository: false}
`,
    'inventory/services.yml': services('1'),
    'corp.pem': outside.authority,
    'roles/greeting/role.ts': `import {command, defineImageRole, sh} from '@hive-ci/cli'
export default defineImageRole({
  name: 'greeting',
  resources: () => [command('the greeting is there', {
    check: sh\`[ -e /greeting ]\`,
    apply: sh\`wget -q -O /greeting \${'http://${outside.files}/greeting'}\`,
  })],
})
`,
    '.hive/private/tag-mapping.json': JSON.stringify({'tool:1': `${outside.registry}/box:1`}),
    'roles/addon/role.ts': addon(`deb [trusted=yes] http://${outside.files} ./`),
  }
  project = await hiveProject(files, cut.words)
  await hive('set', 'http_proxy', outside.proxy)
  await hive('set', 'extra_ca', 'corp.pem')
})

afterAll(async () => {
  await project?.hive('build-infra', '-D', '--break-lock')
  await project?.remove()
  await cut?.end()
  await outside?.end()
})

/** Hosts have all packages and images that hive's own roles want; this one makes apt and the engine fetch something. */
function addon(source: string): string {
  return `import {command, defineHostRole, dockerImage, packages, sh} from '@hive-ci/cli'
export default defineHostRole({
  name: 'addon',
  group: 'servers',
  resources: () => [
    command('apt asks the archive outside and no other', {
      check: sh\`grep -qxF \${'${source}'} /etc/apt/sources.list\`,
      apply: sh\`rm -rf /etc/apt/sources.list.d/* /var/lib/apt/lists/*; echo \${'${source}'} >/etc/apt/sources.list\`,
    }),
    packages(['hive-probe']),
    dockerImage('tool:1'),
  ],
})
`
}

function services(tag: string): string {
  const command = "[sh, -c, 'trap exit TERM; while :; do sleep 1; done']"
  return `plugin: hive_services
services:
  clock: {image: "${outside.registry}/box:${tag}", command: ${command}}
  web:
    image: {from: "${outside.registry}/box:1", roles: [greeting], command: ${command}}
`
}

async function hive(...argv: readonly string[]): Promise<string> {
  const {status, stdout, stderr} = await project.hive(...argv)
  expect(status, `${stdout}\n${stderr}`).toBe(0)
  return stdout
}

async function onHost(script: string): Promise<string> {
  const {stdout} = await execa('docker', ['exec', '-i', host, 'sh', '-s'], {input: script, reject: false})
  return stdout
}

test('hive all raises a site whose only way out is the proxy of the mother, and nothing leaves but through it', async () => {
  await hive('all')
  const log = await readLog(outside.directory)
  expect(log).toContain(`TCP_MISS/200 GET http://${outside.files}/greeting`)
  expect(log).toContain(`TCP_MISS/200 GET http://${outside.files}/./probe.deb`)
  expect(log.filter(line => line.endsWith(`CONNECT ${outside.registry}`)).length).toBeGreaterThan(0)
  expect(await cut.counts()).toEqual({dropped: 0, left: 0, ofPrograms: 0})
})

test('what a host sends outside directly or to this machine, or the mother outside, is dropped and counted', async () => {
  const before = await cut.counts()
  expect(await onHost('curl -sS -m 3 http://198.51.100.1/ 2>&1')).toContain('timed out')
  const outwards = await cut.counts()
  expect(outwards.dropped).toBeGreaterThan(before.dropped)
  expect(await onHost(`curl -sS -m 3 http://${cidr.replace(/0\/24$/, '1')}/ 2>&1`)).toContain('timed out')
  expect((await cut.counts()).dropped).toBeGreaterThan(outwards.dropped)
  const [program = '', ...words] = [...cut.words, 'curl', '-sS', '-m', '3', 'http://198.51.100.1/']
  expect((await execa(program, words, {reject: false})).failed).toBe(true)
  const {left, ofPrograms} = await cut.counts()
  expect(left).toBe(0)
  expect(ofPrograms).toBeGreaterThan(0)
})

test('services run what the registry of the site has, wherever a task goes later', async () => {
  const images = await onHost("docker service inspect -f '{{.Spec.TaskTemplate.ContainerSpec.Image}}' clock web")
  const own = `${host}:5000`
  expect(images.split('\n')).toEqual([
    expect.stringMatching(new RegExp(`^${own}/${outside.registry.replace(':', '_')}/box:1@sha256:`)),
    expect.stringMatching(new RegExp(`^${own}/image_web:latest@sha256:`)),
  ])
  expect(await onHost('docker exec "$(docker ps -qf name=web)" cat /greeting')).toBe('a greeting')
})

test('a role has its image under the name it knows, from where the mapping of the operator leads', async () => {
  const names = await onHost('docker image inspect -f "{{.RepoTags}} {{.RepoDigests}}" tool:1')
  expect(names).toMatch(/^\[tool:1\]/)
  expect(names).not.toContain('127.0.0.1')
  expect(await onHost('docker run --rm tool:1 echo it runs')).toBe('it runs')
})

test('nothing on the host, in its images or services points at the tunnel when it is gone', async () => {
  const traces =
    await onHost(`grep -rIlE '127\\.0\\.0\\.1:3128|https?_proxy=.' /etc /run/systemd /root /home 2>/dev/null
systemctl list-units --all --no-legend 'hive-proxy*'
tr '\\0' '\\n' </proc/$(pidof dockerd)/environ | grep -i proxy
{ docker image inspect $(docker image ls -q); docker service inspect $(docker service ls -q); docker inspect $(docker ps -aq); } |
  grep -iE 'https?_?proxy|127\\.0\\.0\\.1:3128'`)
  expect(traces).toBe('')
  expect(await hive('deploy-services')).toContain('deploy-services: nothing changed')
})

test('what is built trusts the authority of the proxy while it is built only, the host for as long as it is set', async () => {
  const anchors = 'ls /usr/local/share/ca-certificates'
  expect(
    await onHost(`docker exec "$(docker ps -qf name=web)" sh -c '${anchors} 2>&1; ls /etc | grep hive-build'`),
  ).toMatch(/No such file/)
  expect(await onHost(anchors)).toMatch(/^hive-ca\.crt\nhive-extra-[0-9a-f]{16}\.crt$/)
  await hive('set', 'extra_ca', '')
  await hive('setup-hosts', '-T', 'tls-certificate')
  expect(await onHost(`${anchors}; find /etc/ssl/certs -name '*extra*'`)).toBe('hive-ca.crt')
})

/** Deploys a tag nobody has brought before, and tells what hive says about it. */
async function refusal(tag: string): Promise<string> {
  await writeFile(join(project.directory, 'inventory/services.yml'), services(tag))
  const {status, stdout, stderr} = await project.hive('deploy-services')
  expect(status).toBe(1)
  return `${stdout}${stderr}`.replaceAll(/\s+(›\s+)?/g, ' ')
}

/** What "hive proxy check" says is wrong. */
async function checked(): Promise<string> {
  const {status, stdout, stderr} = await project.hive('proxy', 'check', '--url', `https://${outside.registry}/v2/`)
  expect(status, stderr).toBe(1)
  return stdout
}

test('a missing authority, a proxy that denies, one that hangs and a registry without the image are told apart', async () => {
  expect(await refusal('2')).toContain('signed by an authority nobody here trusts')
  expect(await checked()).toContain(`It is signed by CN=Outside ${name}. Trust the authority`)
  await hive('set', 'extra_ca', 'corp.pem')
  await hive('setup-hosts', '-T', 'tls-certificate')
  expect(await refusal('2')).toContain('The registry that was asked has no such image.')
  // With the authority the engine was started anew; a container to ask comes back in its own time.
  await expect
    .poll(() => hive('proxy', 'check', '--url', `https://${outside.registry}/v2/`), {timeout: 60_000})
    .toMatch(/ on p-hive0\S+ +200 +no /)
  await outside.restart(['acl closed dstdomain registry.test', 'http_access deny closed'])
  expect(await refusal('2')).toContain('The proxy denies this destination.')
  expect(await checked()).toContain('The proxy denies this destination.')
  await using silent = createServer(socket => socket.resume()).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  await hive('set', 'http_proxy', `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
  expect(await refusal('2')).toContain('does not answer in time')
  expect(await checked()).toContain('does not answer in time')
})

test('a wrong no_proxy is told with the entry that is wrong', async () => {
  await onHost(
    `printf 'http_proxy=http://198.51.100.1:1\nhttps_proxy=http://198.51.100.1:1\nno_proxy=.test\n' >>/etc/environment`,
  )
  const said = await checked()
  expect(said).toContain('directly, because no_proxy has .test, and gets no answer')
  expect(said).toContain(`asks the proxy for the site's registry ${host}:5000`)
})
