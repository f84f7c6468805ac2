import {directory, file, packages, service, sh} from '@hive-ci/cli'
import type {RegistryKind} from './registry-kind.ts'

const user = 'docker-registry'
const dataDirectory = '/var/lib/docker-registry'

/** Put over the configuration: https://distribution.github.io/distribution/about/configuration/#readonly */
const readOnly = 'Environment="REGISTRY_STORAGE_MAINTENANCE_READONLY={enabled: true}"'

/** The Debian family has the registry as a package with a unit and a user of its own. */
export const packagedRegistry: RegistryKind = {
  packages: () => [packages('docker-registry')],
  owner: user,
  dataDirectory,
  lastWords: sh`journalctl -q -n 15 -o cat -u docker-registry`,
  patience: 20,
  backup: {
    pack: sh`sudo -n tar czf - -C ${dataDirectory} . || [ $? -eq 1 ]`,
    unpack: sh`local status
  sudo -n systemctl stop docker-registry.service || return
  sudo -n rm -rf ${`${dataDirectory}/docker`} && sudo -n tar xzpf - -C ${dataDirectory} <"$1"
  status=$?
  sudo -n systemctl start docker-registry.service && return "$status"`,
  },
  // Images can be pulled meanwhile; a reboot undoes it, too.
  cleaning: {
    storage: sh`echo ${dataDirectory}`,
    begin: sh`mkdir -p /run/systemd/system/docker-registry.service.d &&
    printf '%s\\n' '[Service]' ${readOnly} >/run/systemd/system/docker-registry.service.d/read-only.conf &&
    systemctl daemon-reload && systemctl restart docker-registry.service`,
    collect: sh`setpriv --reuid ${user} --regid ${user} --init-groups docker-registry garbage-collect /etc/docker/registry/config.yml`,
    end: sh`rm -f /run/systemd/system/docker-registry.service.d/read-only.conf
  systemctl daemon-reload
  systemctl restart docker-registry.service`,
  },
  running(_host, _site, files) {
    const dropIn = file('/etc/systemd/system/docker-registry.service.d/hive.conf', {content: dropInText})
    return [
      directory(dataDirectory, {mode: '0755', owner: user, group: user}),
      directory('/etc/systemd/system/docker-registry.service.d'),
      dropIn,
      service('docker-registry.service', {enabled: true, running: true, restartedBy: [dropIn, ...files]}),
    ]
  },
}

/** The package's unit stays down once the registry has ended. */
const dropInText = '[Service]\nRestart=always\nRestartSec=5s\n'
