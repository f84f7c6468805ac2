import {file, service} from '@hive-ci/cli'
import type {RegistryKind} from './registry-kind.ts'

/** Enterprise Linux has no such package: the registry's own image, kept running by systemd. */
export const containedRegistry: RegistryKind = {
  packages: [],
  owner: 'root',
  dataDirectory: '/var/lib/registry',
  unit: 'hive-registry.service',
  patience: 300,
  service({registry: {port}}, files) {
    const unit = file('/etc/systemd/system/hive-registry.service', {content: unitFile(port)})
    return [unit, service('hive-registry.service', {enabled: true, running: true, restartedBy: [unit, ...files]})]
  },
}

/** The volume is the one hive-builder's compose project made, so a site that moves over keeps its images. */
function unitFile(port: number): string {
  return `[Unit]
Description=Image registry of the site
Requires=docker.service
After=docker.service

[Service]
ExecStartPre=-/usr/bin/docker rm --force hive-registry
ExecStart=/usr/bin/docker run --rm --name hive-registry --publish ${port}:${port} \\
  --volume /etc/docker/registry:/etc/docker/registry:ro,z --volume registry_regdata:/var/lib/registry \\
  registry:2 /etc/docker/registry/config.yml
ExecStop=/usr/bin/docker stop hive-registry
Restart=always
RestartSec=5s
TimeoutStartSec=300s

[Install]
WantedBy=multi-user.target
`
}
