import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {annotate, artifactLinks, siteLinks, testLinks} from '../../src/project/annotations.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const job = {
  CI_JOB_URL: 'https://gitlab.example/shop/-/jobs/12',
  CI_PIPELINE_URL: 'https://gitlab.example/shop/-/pipelines/3',
  CI_PROJECT_DIR: '/builds/shop',
  CI_ENVIRONMENT_URL: 'https://shop.example',
}

test('links are a report as GitLab takes it; each command replaces its own section and keeps the others', async () => {
  const file = join(await temporaryDirectory('annotations'), 'links/annotations.json')
  await annotate(file, 'hive plan: staging', [{label: 'plan', url: 'https://a.example'}])
  await annotate(file, 'hive test: staging', [{label: '1 passed', url: 'https://b.example'}])
  await annotate(file, 'hive plan: staging', [{label: 'plan', url: 'https://c.example'}])
  await annotate(file, 'hive plan: production', [])
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    'hive plan: staging': [{external_link: {label: 'plan', url: 'https://c.example'}}],
    'hive test: staging': [{external_link: {label: '1 passed', url: 'https://b.example'}}],
  })
  await writeFile(file, 'broken')
  await annotate(file, 'hive test: staging', [{label: 'again', url: 'https://d.example'}])
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    'hive test: staging': [{external_link: {label: 'again', url: 'https://d.example'}}],
  })
})

test('an artifact is linked where GitLab shows it, and nowhere outside of a job', () => {
  expect(artifactLinks(job, 'plan', '/builds/shop/out/my plan.json')).toEqual([
    {label: 'plan', url: 'https://gitlab.example/shop/-/jobs/12/artifacts/file/out/my%20plan.json'},
  ])
  expect(artifactLinks(job, 'plan', '/tmp/plan.json')).toEqual([])
  expect(artifactLinks({}, 'plan', '/builds/shop/plan.json')).toEqual([])
  expect(testLinks(job, '3 passed')).toEqual([
    {label: '3 passed', url: 'https://gitlab.example/shop/-/pipelines/3/test_report'},
  ])
  expect(testLinks({}, '3 passed')).toEqual([])
})

test('a site is linked by its address and by the TCP ports its services publish', () => {
  const ports = [
    {targetPort: 80, publishedPort: 8080, protocol: 'tcp'},
    {targetPort: 443, publishedPort: 61001, protocol: 'tcp'},
    {targetPort: 53, publishedPort: 53, protocol: 'udp'},
  ] as const
  const site = {...makeSite({hosts: 2}), services: [makeService('web', {ports})]}
  const address = site.hosts[0]?.address
  expect(siteLinks(site, job)).toEqual([
    {label: site.name, url: 'https://shop.example'},
    {label: 'web, port 8080', url: `http://${address}:8080`},
    {label: 'web, port 61001', url: `https://${address}:61001`},
  ])
  expect(siteLinks({...site, services: []}, {HIVE_SITE_URL: 'none of it'})).toEqual([])
})
