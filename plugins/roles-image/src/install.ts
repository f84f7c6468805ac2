import {command, type Resource, type Shell, sh} from '@hive-ci/cli'

/** Something from a package that has the same name wherever images come from: apt, apk, dnf, microdnf or yum. */
export function installed(name: string, check: Shell): Resource {
  return command(`${name} is installed`, {
    check,
    apply: sh`if command -v apt-get >/dev/null; then
  apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install ${name}
elif command -v apk >/dev/null; then
  apk add --no-cache ${name}
else
  for manager in dnf microdnf yum; do
    if command -v "$manager" >/dev/null; then "$manager" -y install ${name}; exit; fi
  done
  echo 'This image has no package manager known here: apt-get, apk, dnf, microdnf or yum.'
  exit 1
fi`,
    timeout: 1800,
  })
}
