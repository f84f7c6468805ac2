/** Units of systemd. ENABLED and RUNNING are `yes`, `no` or '' where anything is right. */
export const serviceFunctions = String.raw`
# hive_service_is UNIT ENABLED RUNNING
hive_service_is() {
  # shellcheck disable=SC2046
  set -- "$2" "$3" $(systemctl show -p ActiveState -p UnitFileState -- "$1" 2>/dev/null)
  hive_enabled=no hive_running=no
  for hive_property; do
    case $hive_property in
      UnitFileState=enabled*) hive_enabled=yes ;;
      # What cannot be enabled or disabled by itself is as it should be.
      UnitFileState=static | UnitFileState=alias | UnitFileState=indirect | UnitFileState=generated) hive_enabled=$1 ;;
      ActiveState=active | ActiveState=reloading) hive_running=yes ;;
    esac
  done
  [ "$#" -gt 2 ] || return
  case "$1:$2" in
    : | "$hive_enabled": | :"$hive_running" | "$hive_enabled:$hive_running") ;;
    *) return 1 ;;
  esac
}

hive_make_service() {
  hive_needs_systemd "$1" || return
  hive_service_is "$@"
  case $2 in
    '' | "$hive_enabled") hive_know_units ;;
    # Both of them reload systemd.
    yes) : >"$hive_runtime/hive-units" && systemctl enable --quiet -- "$1" || return ;;
    no) : >"$hive_runtime/hive-units" && systemctl disable --quiet -- "$1" || return ;;
  esac
  case $3 in
    yes) systemctl start -- "$1" || hive_explain "$1" ;;
    no) systemctl stop -- "$1" ;;
  esac
}

# hive_restart UNIT VERB
hive_restart() {
  hive_needs_systemd "$1" || return
  hive_know_units
  systemctl "$2" -- "$1" || hive_explain "$1"
}

# hive_know_units: lets systemd read its units anew. That starts all its generators, a dozen processes, and is needed only
# when a file of a unit, or the directory it has gone from, is newer than the last time.
hive_know_units() {
  hive_newer=yes
  [ ! -e "$hive_runtime/hive-units" ] ||
    hive_newer=$(find /etc/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system \
      -newer "$hive_runtime/hive-units" -print -quit 2>/dev/null)
  [ -n "$hive_newer" ] || return 0
  : >"$hive_runtime/hive-units" && systemctl daemon-reload
}

hive_show_service() {
  hive_service_is "$1" '' ''
  [ -z "$2" ] || [ "$2" = "$hive_enabled" ] || printf 'enabled: %s -> %s\n' "$hive_enabled" "$2"
  [ -z "$3" ] || [ "$3" = "$hive_running" ] || printf 'running: %s -> %s\n' "$hive_running" "$3"
}

hive_needs_systemd() {
  [ -d /run/systemd/system ] && return
  printf 'This host was not booted with systemd, so the unit %s cannot be kept by it.\n' "$1" >&2
  return 1
}

# The unit's own last words are what the reader needs when it does not start.
hive_explain() {
  journalctl --no-pager -q -n 15 -o cat -u "$1" >&2
  return 1
}
`
