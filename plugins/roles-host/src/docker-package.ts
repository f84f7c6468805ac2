import {type Facts, file, type Host, type OsFamily, packages, type Resource, textListVariable} from '@hive-ci/cli'

/** Where docker-ce comes from, for the distributions that do not bring an engine of their own. */
const repositoryFile = '/etc/yum.repos.d/docker-ce.repo'

/**
 * The engine's packages. `hive_docker_package` names others, from sources the host knows; by default it is the
 * distribution's own (`docker.io`, `docker` on Amazon Linux) or docker-ce on the other Enterprise Linuxes.
 */
export function dockerPackages(host: Host, family: OsFamily, facts: Facts): Resource[] {
  const names = dockerPackageNames(host, family, facts)
  return [...(family === 'redhat' && names.includes('docker-ce') ? [repository(facts)] : []), packages(names)]
}

function dockerPackageNames(host: Host, family: OsFamily, {os, osVersion = ''}: Facts): readonly string[] {
  const given = textListVariable(host, 'hive_docker_package')
  if (given !== undefined) return given
  if (family === 'redhat') return os === 'amzn' ? ['docker'] : ['docker-ce', 'docker-ce-cli', 'containerd.io']
  // From Debian 13 on the command line is a package of its own.
  return os === 'debian' && Number(osVersion) >= 13 ? ['docker.io', 'docker-cli'] : ['docker.io']
}

function repository({os}: Facts): Resource {
  const base = `https://download.docker.com/linux/${os === 'rhel' ? 'rhel' : 'centos'}`
  return file(repositoryFile, {
    content: [
      '[docker-ce-stable]',
      'name=Docker CE Stable - $basearch',
      `baseurl=${base}/$releasever/$basearch/stable`,
      'enabled=1',
      'gpgcheck=1',
      `gpgkey=${base}/gpg`,
      '',
    ].join('\n'),
  })
}
