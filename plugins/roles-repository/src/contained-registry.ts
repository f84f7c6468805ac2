import {composeProject, dockerImage, type Host, internalRanges, type Site, sh, textVariable} from '@hive-ci/cli'
import {composeCommand} from './compose-command.ts'
import type {RegistryKind} from './registry-kind.ts'

export const registryImage = 'registry:2'

/**
 * Enterprise Linux has no such package: the registry's own image as the compose project hive-builder made, so that a site
 * that moves over keeps its images.
 */
export const containedRegistry: RegistryKind = {
  packages: composeCommand,
  owner: 'root',
  dataDirectory: '/var/lib/registry',
  lastWords: sh`docker logs --tail 15 registry`,
  patience: 300,
  backup: {
    pack: sh`docker exec registry tar czf - -C /var/lib/registry .`,
    unpack: sh`docker exec -i registry sh -c 'rm -rf /var/lib/registry/docker && tar xzpf - -C /var/lib/registry' <"$1" &&
    docker restart registry >/dev/null`,
  },
  cleaning: {
    storage: sh`docker volume inspect --format '{{.Mountpoint}}' registry_regdata`,
    begin: sh`docker stop registry >/dev/null`,
    collect: sh`docker run --rm --volumes-from registry ${registryImage} garbage-collect /etc/docker/registry/config.yml`,
    end: sh`docker start registry >/dev/null`,
  },
  running: (host, site, files) => [
    dockerImage(registryImage),
    composeProject('registry', {
      directory: '/etc/docker/registry',
      content: composeFile(site, networkOf(host)),
      restartedBy: files,
    }),
  ],
}

function composeFile({registry: {port}}: Site, networks: string): string {
  return `services:
  registry:
    image: ${registryImage}
    container_name: registry
    restart: always
    command: [/etc/docker/registry/config.yml]
    ports: ['${port}:${port}']
    volumes:
      - /etc/docker/registry:/etc/docker/registry:ro,z
      - regdata:/var/lib/registry
volumes:
  regdata: {}
${networks}`
}

/** The seventh eighth of `internal_cidr` is the registry's. */
function networkOf(host: Host): string {
  const cidr = textVariable(host, 'hive_internal_cidr')
  if (cidr === undefined) return ''
  return `networks:
  default:
    ipam:
      config:
        - subnet: ${internalRanges(cidr).registry}
`
}
