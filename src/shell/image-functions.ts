/** Images of an engine. */
export const imageFunctions = `
# hive_bring_image REFERENCE DIRECTORY: with the logins of config.json in this directory where the engine itself pulls.
# $hive_offers, lines of a reference and a name to pull: what the mother offers while this runs.
hive_bring_image() {
  hive_offer=$(printf '%s\\n' "\${hive_offers-}" | while read -r hive_reference hive_name; do
    [ "$hive_reference" != "$1" ] || printf '%s' "$hive_name"
  done)
  if [ -z "$hive_offer" ]; then
    if [ -n "$2" ]; then docker --config "$2" pull -q "$1" >/dev/null; else docker pull -q "$1" >/dev/null; fi
    return
  fi
  docker pull -q "$hive_offer" >/dev/null && docker tag "$hive_offer" "$1" && docker image rm "$hive_offer" >/dev/null
}
`
