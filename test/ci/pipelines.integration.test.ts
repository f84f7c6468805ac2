import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {dockerMode, prepareDockerMode, removeDockerMode} from './docker-mode.ts'
import {ciProject, pipelines} from './project.ts'

const hosts = (count: number) => `plugin: hive_inventory
name: ci.example
stages:
  private:
    provider: docker
    cidr: 172.29.251.0/24
    number_of_hosts: ${count}
    separate_repository: ${count > 1}
    image_name: registry.test:5000/hive-node:1
`
const services = 'plugin: hive_services\nservices: {}\n'
const site = {'inventory/hive.yml': hosts(1), 'inventory/services.yml': services}
const inputs = {stages: ['private']}
const insecure = ['--variable', 'HIVE_DIND_INSECURE_REGISTRIES=registry.test:5000']

beforeAll(prepareDockerMode, 600_000)
afterAll(removeDockerMode)

describe('the pipeline of a merge request', () => {
  test('raises the site from nothing in an engine of its own, and tests it', async () => {
    const project = await ciProject(inputs, site)
    const {exitCode, all} = await project.run([...dockerMode, ...insecure, ...pipelines.mergeRequest])
    expect(exitCode, all).toBe(0)
    expect(all).toMatch(/hive:test +> Done, \d+ changes made\./)
    expect(await readFile(join(project.directory, 'hive-test/junit.xml'), 'utf8')).toContain('<testsuites')
  }, 300_000)

  test('ends before anything is made when the inventory makes no sense', async () => {
    const project = await ciProject(inputs, {...site, 'inventory/services.yml': `${services}nonsense: 1\n`})
    const {exitCode, all} = await project.run([...dockerMode, ...insecure, ...pipelines.mergeRequest])
    expect(exitCode).toBe(1)
    expect(all).toContain('inventory/services.yml:3:1')
    expect(all).not.toContain('hive:test')
  })
})

describe('the gate to production', () => {
  test('keeps the deployment from running as long as nobody opens it', async () => {
    const project = await ciProject({...inputs, layout: 'none'}, site)
    const {exitCode, all} = await project.run([...dockerMode, ...pipelines.main])
    expect(all).toContain('hive:production:gate is when:manual, its needed by hive:production')
    expect(all).not.toContain('starting')
    expect(exitCode).toBe(1)
  })
})

describe("a job's own engine", () => {
  const push = (variables: object) => ({
    extends: '.hive:dind',
    image: 'hive-runner:0.1.0',
    variables,
    script: [
      '. hive-job',
      'hive ci doctor',
      'tar -c -C /etc hostname | docker import - registry.test:5000/tiny:1',
      'docker push registry.test:5000/tiny:1',
    ],
  })
  const pipeline = (variables: object) => ({
    '.gitlab-ci.yml': JSON.stringify({
      include: [{local: '/ci-templates/dind.gitlab-ci.yml'}],
      push: push(variables),
    }),
  })

  test('pushes to a registry in plain HTTP when a variable says so', async () => {
    const project = await ciProject({}, pipeline({HIVE_DIND_INSECURE_REGISTRIES: 'registry.test:5000'}))
    const {exitCode, all} = await project.run([...dockerMode, 'push'])
    expect(exitCode, all).toBe(0)
  })

  test("fails with Docker's own error without that, and is set up by the other variables", async () => {
    const variables = {
      HIVE_DIND_HTTP_PROXY: 'http://me:hunter22@proxy.test:3128',
      HIVE_DIND_NO_PROXY: '.test',
      HIVE_DIND_REGISTRY_MIRRORS: 'http://mirror.test:5000',
      HIVE_DIND_MTU: '1360',
    }
    const {exitCode, all} = await (await ciProject({}, pipeline(variables))).run([...dockerMode, 'push'])
    expect(exitCode).toBe(1)
    expect(all).toContain('http: server gave HTTP response to HTTPS client')
    expect(all).toContain('registry mirrors: http://mirror.test:5000/')
    expect(all).toContain('HTTP proxy: http://***@proxy.test:3128')
    expect(all).toContain('no proxy for: .test')
    expect(all).toContain('MTU of its containers: 1360')
    expect(all).not.toContain('hunter22')
  })
})
