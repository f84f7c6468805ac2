import {once} from 'node:events'
import {createServer} from 'node:http'
import {resolve} from 'node:path'
import {execa} from 'execa'
import {describe, expect, onTestFinished, test} from 'vitest'
import {sectionLines} from '../../src/doctor/examine.ts'
import {proxySection} from '../../src/doctor/proxies.ts'
import {registrySection} from '../../src/doctor/registries.ts'
import {trustSection} from '../../src/doctor/trust.ts'
import {versionSection} from '../../src/doctor/versions.ts'

describe('hive ci doctor', () => {
  test('is content with one version of templates, image and hive', () => {
    const environment = {HIVE_TEMPLATES_VERSION: '1.2.0', HIVE_IMAGE_VERSION: '1.2.0'}
    expect(versionSection('1.2.0', environment).problems).toEqual([])
  })

  test('objects to templates of another version than hive', () => {
    expect(
      sectionLines([versionSection('1.2.0', {HIVE_TEMPLATES_VERSION: '1.1.0'})]).join('\n'),
    ).toMatchInlineSnapshot(`
      "Versions
        hive 1.2.0
        The templates are 1.1.0
        wrong: The templates are of version 1.1.0, and hive is of version 1.2.0. Include the templates and name the image of one version."
    `)
  })

  test('tells proxies without their passwords, and calls to the engine that go through them', () => {
    const section = proxySection({
      HTTP_PROXY: 'http://me:hunter22@proxy.example:3128',
      http_proxy: 'http://other.example:3128',
      NO_PROXY: '.example,localhost',
      DOCKER_HOST: 'tcp://docker:2375',
    })
    expect(sectionLines([section]).join('\n')).toMatchInlineSnapshot(`
      "Proxies of this job
        HTTP_PROXY: http://***@proxy.example:3128
        NO_PROXY: .example,localhost
        wrong: Calls to the engine at docker go to the proxy. Add docker to NO_PROXY.
        warning: HTTP_PROXY and http_proxy differ, and some programs read the one, some the other. Set both alike."
    `)
  })

  test('has no objection when NO_PROXY names the engine', () => {
    const environment = {HTTP_PROXY: 'http://p:1', DOCKER_HOST: 'tcp://docker:2375', no_proxy: 'docker:2375, docker'}
    expect(proxySection(environment).problems).toEqual([])
  })

  test('objects to a file of authorities that holds none', async () => {
    const section = await trustSection({NODE_EXTRA_CA_CERTS: '/nowhere.pem'})
    expect(section.problems).toEqual([
      'NODE_EXTRA_CA_CERTS names /nowhere.pem, which holds no certificate. Correct HIVE_CA or the variable.',
    ])
  })

  test('finds a registry in plain HTTP, and warns as long as the engine does not know', async () => {
    const server = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const address = server.address()
    const name = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const unknown = await registrySection({CI_REGISTRY: name}, [])
    expect([unknown.facts, unknown.warnings]).toEqual([
      [`${name} answers in plain HTTP`],
      [
        `The registry ${name} answers in plain HTTP, and the engine refuses that: add it to HIVE_DIND_INSECURE_REGISTRIES.`,
      ],
    ])
    expect((await registrySection({CI_REGISTRY: name}, [name])).warnings).toEqual([])
  })

  test('warns of a registry that does not answer', async () => {
    const {facts, warnings} = await registrySection({HIVE_DIND_INSECURE_REGISTRIES: '127.0.0.1:9'}, [])
    expect([facts, warnings]).toEqual([
      ['127.0.0.1:9 does not answer'],
      ['The registry 127.0.0.1:9 does not answer. Check its name and port, and the way to it.'],
    ])
  })

  test('fails when the engine is silent, and waits no longer than it may', async () => {
    const environment = {DOCKER_HOST: 'tcp://127.0.0.1:9'}
    const run = execa(resolve('bin/hive'), ['ci', 'doctor', '--wait', '0'], {env: environment, reject: false})
    const {exitCode, stdout} = await run
    expect(stdout).toContain(
      'wrong: No Docker engine answered at tcp://127.0.0.1:9 within 0 seconds: connect ECONNREFUSED 127.0.0.1:9.',
    )
    expect(exitCode).toBe(1)
  })
})
