import {describe, expect, test} from 'vitest'
import {docker} from '../src/docker.ts'
import {contentOf, type RoleCaseWish, readable, resourcesOf, systems} from './case.ts'

const daemonFile = '/etc/docker/daemon.json'

test('daemon.json holds all the engine is told', () => {
  expect(contentOf(resourcesOf(docker), daemonFile)).toMatchInlineSnapshot(`
    "{
      "hosts": [
        "unix:///var/run/docker.sock",
        "tcp://0.0.0.0:2376"
      ],
      "tls": true,
      "tlsverify": true,
      "tlscacert": "/etc/pki/ca-trust/source/anchors/cacert.pem",
      "tlscert": "/etc/pki/tls/certs/p-hive0.example_cert.pem",
      "tlskey": "/etc/pki/tls/private/p-hive0.example_key.pem",
      "iptables": true,
      "bip": "172.17.128.1/16",
      "log-driver": "json-file",
      "log-opts": {
        "max-size": "10m",
        "max-file": "5"
      }
    }
    "
  `)
})

describe('daemon.json', () => {
  const setting = (name: string, wish: RoleCaseWish) =>
    (JSON.parse(contentOf(resourcesOf(docker, wish), daemonFile)) as Record<string, unknown>)[name]
  const resolving = (resolvConf: string) => ({facts: {...systems.debian12, resolvConf}})

  test.each<[string, string, RoleCaseWish, unknown]>([
    [
      'takes the mirror of the site',
      'registry-mirrors',
      {settings: {registry_mirror: 'http://10.0.0.9:5000'}},
      ['http://10.0.0.9:5000'],
    ],
    [
      'gives a mirror without scheme one, or the engine would not start',
      'registry-mirrors',
      {settings: {registry_mirror: 'm.test:5000'}},
      ['https://m.test:5000'],
    ],
    [
      'speaks HTTP to an image mirror that is set so',
      'insecure-registries',
      {settings: {image_mirror: 'http://10.0.0.9:5000/copies'}},
      ['10.0.0.9:5000'],
    ],
    ['trusts no other registry', 'insecure-registries', {settings: {image_mirror: 'm.test:5000'}}, undefined],
    [
      'puts docker0 into internal_cidr',
      'bip',
      {hostVariables: {hive_internal_cidr: '172.31.252.0/22'}},
      '172.31.254.129/25',
    ],
    ['leaves name servers a container can reach', 'dns', resolving('nameserver 10.0.0.2\n'), undefined],
    [
      'takes the real name servers from a container host',
      'dns',
      resolving('nameserver 127.0.0.11\n# ExtServers: [10.0.0.2 host(10.0.0.3)]\n'),
      ['10.0.0.2', '10.0.0.3'],
    ],
    ['leaves the choice to the engine when nobody tells', 'dns', resolving('nameserver 127.0.0.53\n'), undefined],
    ['prefers the name servers of the inventory', 'dns', {hostVariables: {hive_docker_dns: ['9.9.9.9']}}, ['9.9.9.9']],
  ])('%s', (_title, name, wish, expected) => {
    expect(setting(name, wish)).toEqual(expected)
  })
})

describe('the engine comes from', () => {
  const packagesOf = (wish: RoleCaseWish) =>
    resourcesOf(docker, wish)
      .map(({id}) => id)
      .filter(id => id.startsWith('packages:') || id.endsWith('.repo'))

  test.each<[string, RoleCaseWish, readonly string[]]>([
    ['Debian 12', {facts: systems.debian12}, ['packages:docker.io']],
    ['Debian 13 in two packages', {facts: systems.debian13}, ['packages:docker.io,docker-cli']],
    ['Amazon Linux', {facts: systems.amazon2023}, ['packages:docker']],
    [
      'docker-ce on Enterprise Linux',
      {facts: systems.alma9},
      ['file:/etc/yum.repos.d/docker-ce.repo', 'packages:docker-ce,docker-ce-cli,containerd.io'],
    ],
    ['where the inventory says', {hostVariables: {hive_docker_package: 'moby-engine'}}, ['packages:moby-engine']],
  ])('%s', (_title, wish, expected) => {
    expect(packagesOf(wish)).toEqual(expected)
  })
})

test('Enterprise Linux gets the same engine from docker-ce', () => {
  expect(readable(resourcesOf(docker, {facts: systems.alma9}))).toMatchInlineSnapshot(`
    "file:/etc/yum.repos.d/docker-ce.repo
      content() {
      printf %s '[docker-ce-stable]
      name=Docker CE Stable - $basearch
      baseurl=https://download.docker.com/linux/centos/$releasever/$basearch/stable
      enabled=1
      gpgcheck=1
      gpgkey=https://download.docker.com/linux/centos/gpg
      '
      }
    packages:docker-ce,docker-ce-cli,containerd.io
    directory:/etc/docker
    file:/etc/docker/daemon.json
      content() {
      printf %s '{
        "hosts": [
          "unix:///var/run/docker.sock",
          "tcp://0.0.0.0:2376"
        ],
        "tls": true,
        "tlsverify": true,
        "tlscacert": "/etc/pki/ca-trust/source/anchors/cacert.pem",
        "tlscert": "/etc/pki/tls/certs/p-hive0.example_cert.pem",
        "tlskey": "/etc/pki/tls/private/p-hive0.example_key.pem",
        "iptables": true,
        "bip": "172.17.128.1/16",
        "log-driver": "json-file",
        "log-opts": {
          "max-size": "10m",
          "max-file": "5"
        }
      }
      '
      }
    directory:/etc/systemd/system/docker.service.d
    file:/etc/systemd/system/docker.service.d/hive.conf
      content() {
      printf %s '[Service]
      EnvironmentFile=-/etc/environment
      ExecStart=
      ExecStart=dockerd --containerd=/run/containerd/containerd.sock
      RestartSec=15s
      '
      }
    service:docker.service
      after file:/etc/docker/daemon.json, file:/etc/systemd/system/docker.service.d/hive.conf: hive_restart 'docker.service' restart
    user:admin"
  `)
})

test('a login as root needs no membership of the group docker', () => {
  const ids = resourcesOf(docker, {admin: 'root'}).map(({id}) => id)
  expect(ids.filter(id => id.startsWith('user:'))).toEqual([])
})

test('an image that forbids its host to pass packets on is overruled once the engine runs, by files that sort later', () => {
  const found = resourcesOf(docker, {facts: {...systems.debian12, forbiddenForwarding: 'yes'}}).map(({id}) => id)
  expect(found.slice(found.indexOf('service:docker.service'))).toEqual([
    'service:docker.service',
    'sysctl:net.ipv4.ip_forward',
    'sysctl:net.ipv4.conf.all.send_redirects',
    'sysctl:net.ipv4.conf.default.send_redirects',
    'user:admin',
  ])
  expect(resourcesOf(docker).filter(({id}) => id.startsWith('sysctl:'))).toEqual([])
})
