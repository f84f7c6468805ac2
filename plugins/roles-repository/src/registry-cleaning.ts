import {file, HiveError, type Host, type Resource, raw, type Site, service, sh, textVariable} from '@hive-ci/cli'
import type {RegistryCleaning} from './registry-kind.ts'

/** A program that forgets old contents of the site's images and frees their room, and a weekly timer for it. */
export function registryCleaning(host: Host, site: Site, cleaning: RegistryCleaning): Resource[] {
  const unit = file('/etc/systemd/system/registry-cleaning.service', {content: serviceText})
  const timer = file('/etc/systemd/system/registry-cleaning.timer', {content: timerText})
  return [
    file('/usr/bin/hive-registry-cleaning.sh', {content: cleaningProgram(host, site, cleaning), mode: '0755'}),
    unit,
    timer,
    service('registry-cleaning.timer', {enabled: true, running: true, restartedBy: [unit, timer]}),
  ]
}

/** `/usr/bin/hive-registry-cleaning.sh`, run as root. */
export function cleaningProgram(host: Host, {hosts}: Site, {storage, begin, collect, end}: RegistryCleaning): string {
  const managers = hosts.filter(({isHive}) => isHive).map(({name}) => `tcp://${name}:2376`)
  return sh`#!/bin/bash
# Kept by hive, role registry.
set -u -o pipefail
keep=${keptContents(host)}
managers=(${managers})
certificates=${`${host.homeDirectory}/.docker`}

storage() {
  ${storage}
}

begin() {
  ${begin}
}

collect() {
  ${collect}
}

end() {
  ${end}
}
${raw(forgetting)}`.text
}

/** Contents of each image that stay besides `latest` and what services run. Throws `HiveError` INVENTORY_INVALID. */
function keptContents(host: Host): number {
  const text = textVariable(host, 'hive_registry_keep') ?? '10'
  if (/^\d+$/.test(text)) return Number(text)
  throw new HiveError('INVENTORY_INVALID', `${host.name}: hive_registry_keep should be a whole number, got "${text}".`)
}

const forgetting = `
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
`

const serviceText = `[Unit]
Description=Removal of old images from the registry
After=network-online.target docker.service
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/hive-registry-cleaning.sh
`

const timerText = `[Unit]
Description=Weekly removal of old images from the registry

[Timer]
OnCalendar=Sun *-*-* 03:00:00
Persistent=true

[Install]
WantedBy=timers.target
`
