import {spawnSync} from 'node:child_process'
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {compare} from 'bcryptjs'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Material, Session} from '../../../src/index.ts'
import {secret} from '../../../src/shell/secret.ts'
import {localConnection} from '../../../src/transport/local.ts'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSession} from '../../../test/support/session.ts'
import {makeSite} from '../../../test/support/site.ts'
import {registryKind} from '../src/choose-registry.ts'
import {registry} from '../src/registry.ts'
import {cleaningProgram} from '../src/registry-cleaning.ts'

const site = makeSite({hosts: 2, hostVariables: {hive_internal_cidr: '172.31.252.0/22'}})
const hosts = site.hosts.filter(host => host.isRepository)
const material: Material = {text: path => `<${path}>\n`, secret: path => secret(`<secret ${path}>\n`)}
const debian = {family: 'debian', os: 'debian', osVersion: '12'}
const redhat = {family: 'redhat', os: 'almalinux', osVersion: '9.4'}

describe.each([debian, redhat])('on $os', facts => testRole(registry, {hosts, site, facts, material}))

test('is a package with a unit of its own on the Debian family', () => {
  expect(resources(debian)).toMatchInlineSnapshot(`
    "packages:docker-registry
    directory:/etc/docker/registry
    file:/etc/docker/registry/config.yml
    content() {
    printf %s 'version: 0.1
    log:
      level: info
    storage:
      filesystem:
        rootdirectory: /var/lib/docker-registry
      delete:
        enabled: true
      cache:
        blobdescriptor: inmemory
    http:
      addr: :5000
      headers:
        X-Content-Type-Options: [nosniff]
      tls:
        certificate: /etc/docker/registry/cert.pem
        key: /etc/docker/registry/key.pem
    auth:
      htpasswd:
        realm: hive
        path: /etc/docker/registry/htpasswd
    health:
      storagedriver:
        enabled: true
        interval: 10s
        threshold: 3
    '
    }
    file:/etc/docker/registry/key.pem
    ***
    file:/etc/docker/registry/cert.pem
    content() {
    printf %s '<ca/p-hive1.example_cert.pem>
    '
    }
    file:/etc/docker/registry/htpasswd
    ***
    directory:/var/lib/docker-registry
    directory:/etc/systemd/system/docker-registry.service.d
    file:/etc/systemd/system/docker-registry.service.d/hive.conf
    content() {
    printf %s '[Service]
    Restart=always
    RestartSec=5s
    '
    }
    service:docker-registry.service
    after file:/etc/systemd/system/docker-registry.service.d/hive.conf, file:/etc/docker/registry/config.yml, file:/etc/docker/registry/key.pem, file:/etc/docker/registry/cert.pem, file:/etc/docker/registry/htpasswd: hive_restart 'docker-registry.service' restart
    command:the registry answers on port 5000
    file:/usr/bin/hive-registry-cleaning.sh
    (the program below)
    file:/etc/systemd/system/registry-cleaning.service
    content() {
    printf %s '[Unit]
    Description=Removal of old images from the registry
    After=network-online.target docker.service
    Wants=network-online.target

    [Service]
    Type=oneshot
    ExecStart=/usr/bin/hive-registry-cleaning.sh
    '
    }
    file:/etc/systemd/system/registry-cleaning.timer
    content() {
    printf %s '[Unit]
    Description=Weekly removal of old images from the registry

    [Timer]
    OnCalendar=Sun *-*-* 03:00:00
    Persistent=true

    [Install]
    WantedBy=timers.target
    '
    }
    service:registry-cleaning.timer
    after file:/etc/systemd/system/registry-cleaning.service, file:/etc/systemd/system/registry-cleaning.timer: hive_restart 'registry-cleaning.timer' restart"
  `)
})

test('is a container on Enterprise Linux', () => {
  expect(resources(redhat)).toMatchInlineSnapshot(`
    "packages:docker-compose,docker-compose-plugin
    directory:/etc/docker/registry
    file:/etc/docker/registry/config.yml
    content() {
    printf %s 'version: 0.1
    log:
      level: info
    storage:
      filesystem:
        rootdirectory: /var/lib/registry
      delete:
        enabled: true
      cache:
        blobdescriptor: inmemory
    http:
      addr: :5000
      headers:
        X-Content-Type-Options: [nosniff]
      tls:
        certificate: /etc/docker/registry/cert.pem
        key: /etc/docker/registry/key.pem
    auth:
      htpasswd:
        realm: hive
        path: /etc/docker/registry/htpasswd
    health:
      storagedriver:
        enabled: true
        interval: 10s
        threshold: 3
    '
    }
    file:/etc/docker/registry/key.pem
    ***
    file:/etc/docker/registry/cert.pem
    content() {
    printf %s '<ca/p-hive1.example_cert.pem>
    '
    }
    file:/etc/docker/registry/htpasswd
    ***
    docker-image:registry:2
    compose-project:registry
    content() {
    printf %s 'services:
      registry:
        image: registry:2
        container_name: registry
        restart: always
        command: [/etc/docker/registry/config.yml]
        ports: ['\\''5000:5000'\\'']
        volumes:
          - /etc/docker/registry:/etc/docker/registry:ro,z
          - regdata:/var/lib/registry
    volumes:
      regdata: {}
    networks:
      default:
        ipam:
          config:
            - subnet: 172.31.255.0/25
    '
    }
    after file:/etc/docker/registry/config.yml, file:/etc/docker/registry/key.pem, file:/etc/docker/registry/cert.pem, file:/etc/docker/registry/htpasswd: hive_compose '/etc/docker/registry' 'registry' restart
    command:the registry answers on port 5000
    file:/usr/bin/hive-registry-cleaning.sh
    (the program below)
    file:/etc/systemd/system/registry-cleaning.service
    content() {
    printf %s '[Unit]
    Description=Removal of old images from the registry
    After=network-online.target docker.service
    Wants=network-online.target

    [Service]
    Type=oneshot
    ExecStart=/usr/bin/hive-registry-cleaning.sh
    '
    }
    file:/etc/systemd/system/registry-cleaning.timer
    content() {
    printf %s '[Unit]
    Description=Weekly removal of old images from the registry

    [Timer]
    OnCalendar=Sun *-*-* 03:00:00
    Persistent=true

    [Install]
    WantedBy=timers.target
    '
    }
    service:registry-cleaning.timer
    after file:/etc/systemd/system/registry-cleaning.service, file:/etc/systemd/system/registry-cleaning.timer: hive_restart 'registry-cleaning.timer' restart"
  `)
})

test('is cleaned by one program, which knows how either of them is stopped, cleaned and started', () => {
  expect(programOf(debian)).toMatchInlineSnapshot(`
    "#!/bin/bash
    # Kept by hive, role registry.
    set -u -o pipefail
    keep='10'
    managers=('tcp://p-hive0.example:2376')
    certificates='/home/admin/.docker'

    storage() {
      echo '/var/lib/docker-registry'
    }

    begin() {
      mkdir -p /run/systemd/system/docker-registry.service.d &&
        printf '%s\\n' '[Service]' 'Environment="REGISTRY_STORAGE_MAINTENANCE_READONLY={enabled: true}"' >/run/systemd/system/docker-registry.service.d/read-only.conf &&
        systemctl daemon-reload && systemctl restart docker-registry.service
    }

    collect() {
      setpriv --reuid 'docker-registry' --regid 'docker-registry' --init-groups docker-registry garbage-collect /etc/docker/registry/config.yml
    }

    end() {
      rm -f /run/systemd/system/docker-registry.service.d/read-only.conf
      systemctl daemon-reload
      systemctl restart docker-registry.service
    }

    # Asks a manager over its TLS port, as the login user would.
    ask() { DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=$certificates docker -H "$@"; }

    # What services run, and what they would be rolled back to; fails when no manager answers.
    images_in_use() {
      local manager services
      for manager in "\${managers[@]}"; do
        services=$(ask "$manager" service ls -q) || continue
        [ -n "$services" ] || return 0
        # shellcheck disable=SC2086
        ask "$manager" service inspect --format \\
          '{{.Spec.TaskTemplate.ContainerSpec.Image}} {{with .PreviousSpec}}{{.TaskTemplate.ContainerSpec.Image}}{{end}}' $services && return
      done
      return 1
    }

    # is_needed TAG DIGEST: by a service.
    is_needed() {
      case $in_use in *"$2"*) return 0 ;; esac
      case " $in_use " in *"/\${image##*/}:$1 "*) return 0 ;; esac
      return 1
    }

    # Forgets the tags of an image that are old, and its contents that have no tag any more.
    forget_old() {
      local tag digest count=0 links
      links=$(find "$image/_manifests/tags" -mindepth 3 -maxdepth 3 -path '*/current/link' -printf '%T@ %p\\n') || return
      while IFS= read -r link; do
        tag=\${link%/current/link} tag=\${tag##*/} digest=$(cat "$link")
        if [ "$tag" = latest ] || is_needed "$tag" "$digest"; then continue; fi
        count=$((count + 1))
        [ "$count" -gt "$keep" ] || continue
        rm -r "$image/_manifests/tags/$tag" || return
        echo "forgot \${image##*/}:$tag"
        grep -qrsxF "$digest" "$image"/_manifests/tags/*/current/link ||
          rm -rf "$image/_manifests/revisions/sha256/\${digest#sha256:}" || return
      done < <(sort -rn <<<"$links" | cut -d ' ' -f 2-)
    }

    exec 9>/run/lock/hive-registry-cleaning
    flock -n 9 || { echo 'another one is at work' >&2; exit 1; }
    root=$(storage) || exit
    in_use=$(images_in_use | tr '\\n' ' ') || { echo 'no manager of the swarm answers, so nothing is removed' >&2; exit 1; }
    trap end EXIT
    begin || exit
    for image in "$root"/docker/registry/v2/repositories/image_*; do
      [ ! -d "$image" ] || forget_old || exit
    done
    collect >/dev/null
    "
  `)
  const ofRedhat = programOf(redhat).split('\n')
  const ofDebian = programOf(debian).split('\n')
  expect(ofRedhat.filter(line => !ofDebian.includes(line)).join('\n')).toMatchInlineSnapshot(`
    "  docker volume inspect --format '{{.Mountpoint}}' registry_regdata
      docker stop registry >/dev/null
      docker run --rm --volumes-from registry 'registry:2' garbage-collect /etc/docker/registry/config.yml
      docker start registry >/dev/null"
  `)
})

test.each([debian, redhat])('leaves a program to clean it that is clean bash on $os', facts => {
  const {stdout} = spawnSync('shellcheck', ['-s', 'bash', '-f', 'gcc', '-'], {
    input: programOf(facts),
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
})

test('refuses a number of contents to keep that is none', () => {
  const odd = makeSite({hosts: 1, hostVariables: {hive_registry_keep: 'all'}})
  const [host] = odd.hosts
  if (host === undefined) throw new Error('no host')
  expect(() => cleaningProgram(host, odd, registryKind(host, debian).cleaning)).toThrow(
    'p-hive0.example: hive_registry_keep should be a whole number, got "all".',
  )
})

describe('its login', () => {
  let contextDirectory = ''
  beforeEach(async () => {
    contextDirectory = await mkdtemp(join(tmpdir(), 'hive-registry-'))
  })
  afterEach(() => rm(contextDirectory, {recursive: true}))

  const session = (user = 'hive') => {
    const made = makeSite({hosts: 1, contextDirectory})
    return makeSession({...made, registry: {...made.registry, user}}, localConnection())
  }
  const prepare = async (current: Session) => {
    const planned = (await registry.prepare?.(current)) ?? []
    for (const change of planned) await change.apply()
    return planned.map(({action, id, details}) => `${action} ${id} ${details.join()}`)
  }
  const context = (name: string) => readFile(join(contextDirectory, name), 'utf8')

  test('is made once, for this user alone to read', async () => {
    expect(await prepare(session())).toEqual(['create login:registry user: hive'])
    const [user, hashed = ''] = (await context('registry_htpasswd')).trim().split(':')
    const password = await context('registry_password')
    expect([user, password]).toEqual(['hive', expect.stringMatching(/^[A-Za-z0-9]{15}\n$/)])
    expect(await compare(password.trim(), hashed)).toBe(true)
    expect((await stat(join(contextDirectory, 'registry_htpasswd'))).mode & 0o777).toBe(0o600)
    const before = await context('registry_htpasswd')
    expect(await prepare(session())).toEqual([])
    expect(await context('registry_htpasswd')).toBe(before)
  })

  test('follows a password that was changed by hand, and another user', async () => {
    await prepare(session())
    await writeFile(join(contextDirectory, 'registry_password'), 'another12345678\n')
    expect(await prepare(session())).toEqual(['update login:registry user: hive'])
    expect(await prepare(session('pusher'))).toEqual(['update login:registry user: pusher'])
    expect(await context('registry_password')).toBe('another12345678\n')
  })
})

function programOf(facts: Readonly<Record<string, string>>): string {
  const [host] = hosts
  if (host === undefined) throw new Error('no repository host')
  return cleaningProgram(host, site, registryKind(host, facts).cleaning)
}

function resources(facts: Readonly<Record<string, string>>): string {
  return hosts
    .flatMap(host => registry.resources(host, site, facts, material))
    .map(({id, define, onChange}) =>
      [
        id,
        ...(define === undefined ? [] : [id.endsWith('-cleaning.sh') ? '(the program below)' : define.toString()]),
        ...(onChange === undefined ? [] : [`after ${onChange.of.map(other => other.id).join(', ')}: ${onChange.run}`]),
      ].join('\n'),
    )
    .join('\n')
}
