import {type Authority, command, file, type Resource, sh} from '@hive-ci/cli'
import type {Family} from './family.ts'

/** Begins the names of our files in the directory of anchors, whichever certificate they hold. */
const prefix = 'hive-extra-'

/** The authorities of `extra_ca` among those the host trusts, and none that once were there. */
export function extraTrust(authorities: readonly Authority[], {anchors}: Family): readonly Resource[] {
  const {directory, suffix} = anchors
  const start = `${directory}/${prefix}`
  const pathOf = ({fingerprint}: Authority) => `${start}${fingerprint.slice(0, 16)}${suffix}`
  return [
    ...authorities.map(authority => file(pathOf(authority), {content: authority.pem})),
    onlyThese(start, authorities.map(pathOf)),
  ]
}

function onlyThese(start: string, wanted: readonly string[]): Resource {
  const others = sh`wanted=${` ${wanted.join(' ')} `}
for anchor in ${start}*; do
  case $wanted in
    *" $anchor "*) ;;
    *) [ ! -e "$anchor" ] || printf '%s\\n' "$anchor" ;;
  esac
done`
  return command('no other authority of extra_ca is trusted', {
    check: sh`[ -z "$(${others})" ]`,
    apply: sh`${others} | while IFS= read -r anchor; do rm -- "$anchor"; done`,
    diff: sh`${others} | sed 's/^/-/'`,
  })
}
