import {chmod, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {projectChecks} from '../../src/verify/project-checks.ts'
import {makeProject} from '../support/project.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

async function siteOf(files: Readonly<Record<string, string>>) {
  const rootDirectory = await makeProject(files)
  onTestFinished(() => rm(rootDirectory, {recursive: true}))
  const ports = [{targetPort: 80, publishedPort: 8080, protocol: 'tcp'}] as const
  return {...makeSite({hosts: 3, rootDirectory}), services: [makeService('web', {ports}), makeService('mute')]}
}

test('probes of YAML files are checks of the hosts they name, programs are checks, other files are not', async () => {
  const site = await siteOf({
    'tests/smoke': '#!/bin/sh\n',
    'tests/data.txt': 'read by smoke',
    'tests/lib/helper': '#!/bin/sh\n',
    'tests/web.yml': `probes:
  - name: the front page greets
    http: {service: web, contains: Hello}
  - name: ssh is open
    tcp: {host: p-hive0, port: 22}
  - name: the swarm runs
    command: {run: docker info, hosts: [hives, p-hive2.example]}
  - name: the key is nobody else's
    file: {path: /etc/key, hosts: repository, mode: "0600"}
  - name: only in production
    stages: [production]
    tcp: {host: p-hive0, port: 25, open: false}
`,
  })
  await chmod(join(site.rootDirectory, 'tests/smoke'), 0o755)
  const checks = await projectChecks(site)
  expect(checks.map(({group, title, where}) => `${group} | ${title} | ${where}`)).toEqual([
    'tests | tests/smoke exits with status 0 | tests/smoke',
    'tests/web.yml | the front page greets | tests/web.yml:2',
    'tests/web.yml | ssh is open | tests/web.yml:4',
    'tests/web.yml | the swarm runs (p-hive0.example) | tests/web.yml:6',
    'tests/web.yml | the swarm runs (p-hive1.example) | tests/web.yml:6',
    'tests/web.yml | the swarm runs (p-hive2.example) | tests/web.yml:6',
    "tests/web.yml | the key is nobody else's (p-hive2.example) | tests/web.yml:8",
  ])
})

test('a project without the directory has no checks of its own', async () => {
  expect(await projectChecks(await siteOf({}))).toEqual([])
})

test('every mistake in the directory is told with its place before anything is tested', async () => {
  const site = await siteOf({
    'tests/a.yml': `probes:
  - name: a
    http: {service: wep}
  - name: b
    http: {service: mute}
  - name: c
    command: {run: "true", hosts: hifes}
`,
    'tests/b.yml': 'probes:\n  - name: nothing\n  - name: d\n    tcp: {host: x, port: many}\n',
    'tests/c.yml': 'probes: [',
  })
  const error = await projectChecks(site).catch(reason => reason)
  expect(error.message).toMatchInlineSnapshot(`
    "The directory tests has 6 problems.

    tests/a.yml:3:11 probes/0/http: stage private has no service wep. Did you mean web?
      3 |     http: {service: wep}
        |           ^

    tests/a.yml:5:11 probes/1/http: service mute does not publish a port.
      5 |     http: {service: mute}
        |           ^

    tests/a.yml:7:35 probes/2/command/hosts: stage private has no host or group hifes. Did you mean hives?
      7 |     command: {run: "true", hosts: hifes}
        |                                   ^

    tests/b.yml:2:5 probes/0: should have exactly one of http, tcp, command and file.
      2 |   - name: nothing
        |     ^

    tests/b.yml:4:26 probes/1/tcp/port: should be a whole number from 1 to 65535, got the text "many".
      4 |     tcp: {host: x, port: many}
        |                          ^

    tests/c.yml:1:9: this is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].
      1 | probes: [
        |         ^"
  `)
})
