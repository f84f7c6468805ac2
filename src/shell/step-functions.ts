/**
 * Carrying out the steps of a program: events, time limits, pending reactions, clean-up. Reads the program's
 * `hive_checking` (not empty in check mode), `hive_state` (kept between runs) and `hive_runtime` (gone after a reboot).
 * A step is the functions `check`, `apply` and `show`, then `hive_step`; a reaction is `react`, then `hive_reaction`.
 */
export const stepFunctions = String.raw`LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
export LC_ALL PATH
umask 022
hive_temp='' hive_child='' hive_planned=' ' hive_changes=0 hive_guards=0 hive_guard_seconds=60
trap 'hive_end' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM

# hive_step HEAD SECONDS MARKERS REBOOT GUARD: HEAD is the encoded role and id, MARKERS name the reactions that wait for
# it, GUARD is the function that saves what a change could take from the mother.
hive_step() {
  if check >/dev/null 2>&1; then
    printf '{"type":"ok",%s}\n' "$1"
  elif [ -n "$hive_checking" ]; then
    hive_planned="$hive_planned$3 "
    printf '{"type":"would-change",%s%s}\n' "$1" "$(hive_diff)"
  else
    hive_change "$@"
  fi
  cd / && unset IFS && set +eu
}

hive_change() {
  hive_shown=$(hive_diff)
  printf '{"type":"applying",%s,"seconds":%s}\n' "$1" "$2"
  hive_make_temp "$1"
  [ -z "$5" ] || "$5" >"$hive_temp/output" 2>&1 || hive_fail "$1" guard 1
  [ "$hive_guards" -eq 0 ] || hive_extend_guard "$(($2 + hive_guard_seconds))"
  hive_mark "$3" "$4" >"$hive_temp/output" 2>&1 || hive_fail "$1" apply 1
  hive_changes=$((hive_changes + 1))
  hive_limited "$2" apply || hive_fail "$1" "$hive_reason" "$hive_status"
  check >"$hive_temp/output" 2>&1 || hive_fail "$1" unsettled "$?"
  printf '{"type":"changed",%s%s}\n' "$1" "$hive_shown"
}

# Leaves behind, before anything is touched, what has to follow: a run that dies in between is continued by the next.
hive_mark() {
  [ -z "$2" ] || : >"$hive_runtime/hive-reboot" || return
  [ -n "$1" ] || return 0
  [ -d "$hive_state/pending" ] || (umask 077 && mkdir -p "$hive_state/pending") || return
  for hive_marker in $1; do
    : >"$hive_state/pending/$hive_marker" || return
  done
}

# hive_reaction HEAD SECONDS MARKER
hive_reaction() {
  case $hive_planned in
    *" $3 "*) printf '{"type":"would-restart",%s}\n' "$1" ;;
    *) [ ! -e "$hive_state/pending/$3" ] || hive_react "$@" ;;
  esac
}

hive_react() {
  if [ -n "$hive_checking" ]; then
    printf '{"type":"would-restart",%s}\n' "$1"
    return
  fi
  printf '{"type":"applying",%s,"seconds":%s}\n' "$1" "$2"
  hive_make_temp "$1"
  [ "$hive_guards" -eq 0 ] || hive_extend_guard "$(($2 + hive_guard_seconds))"
  hive_changes=$((hive_changes + 1))
  hive_limited "$2" react || hive_fail "$1" "$hive_reason" "$hive_status"
  rm -f "$hive_state/pending/$3"
  rmdir "$hive_state/pending" "$hive_state" 2>/dev/null
  printf '{"type":"restarted",%s}\n' "$1"
}

# hive_section_end ROLE: a change of the role that is guarded or takes effect by a reboot ends the program here.
hive_section_end() {
  [ "$hive_guards" -eq 0 ] || hive_await_confirmation
  [ -z "$hive_checking" ] && [ -e "$hive_runtime/hive-reboot" ] || return 0
  printf '{"type":"reboot-needed","role":%s}\n' "$1"
  exit 0
}

hive_fail() {
  [ "$hive_guards" -eq 0 ] || hive_give_back
  printf '{"type":"failed",%s,"reason":"%s","status":%s,"output":"%s"}\n' "$1" "$2" "$3" "$(hive_output)"
  exit 1
}

hive_output() {
  [ -z "$hive_temp" ] || tail -c 8192 "$hive_temp/output" | tail -n 50 | hive_encode
}

hive_diff() {
  hive_text=$( (show) 2>&1 </dev/null | head -c 16384 | hive_encode)
  [ -z "$hive_text" ] || printf ',"diff":"%s"' "$hive_text"
}

# The first 200 lines of standard input as the inside of a JSON string, without control characters.
hive_encode() {
  tr -d '\000-\010\013-\037\177' | sed 's/["\\]/\\&/g' |
    awk 'BEGIN { ORS = "" } NR > 200 { exit } NR > 1 { print "\\n" } { gsub(/\t/, "\\t"); print }'
}

hive_make_temp() {
  [ -z "$hive_temp" ] || return 0
  hive_sweep
  for hive_base in "$hive_runtime" "$TMPDIR" /tmp; do
    [ -w "$hive_base" ] || continue
    hive_temp=$(mktemp -d "$hive_base/hive.XXXXXX" 2>/dev/null) || continue
    echo "$$" 2>/dev/null >"$hive_temp/pid" && return
    rm -rf "$hive_temp"
  done
  hive_temp=''
  printf '{"type":"failed",%s,"reason":"temporary","status":1,"output":""}\n' "$1"
  exit 1
}

# Removes what programs left behind that were killed before they could clean up.
hive_sweep() {
  for hive_old in "$hive_runtime"/hive.??????; do
    read -r hive_owner 2>/dev/null <"$hive_old/pid" && ! kill -0 "$hive_owner" 2>/dev/null && rm -rf "$hive_old"
  done
}

# hive_limited SECONDS FUNCTION: runs it in a subshell that is ended, with all it started, when the time is over.
hive_limited() {
  ( trap - EXIT HUP INT PIPE TERM; "$2" ) >"$hive_temp/output" 2>&1 </dev/null &
  hive_child=$!
  hive_watch "$1" "$hive_child" >/dev/null 2>&1 </dev/null &
  hive_watcher=$!
  wait "$hive_child"
  hive_status=$? hive_child='' hive_reason=$2
  [ -e "$hive_temp/timeout" ] || kill -9 "$hive_watcher"
  wait "$hive_watcher" 2>/dev/null
  [ ! -e "$hive_temp/timeout" ] || hive_reason=timeout
  [ "$hive_status" -eq 0 ]
}

# hive_watch SECONDS PID: looks every second, because a signal sent to a shell that is just starting may get lost.
hive_watch() {
  trap - EXIT HUP INT PIPE TERM
  hive_left=$1
  while kill -0 "$2"; do
    if [ "$hive_left" -le 0 ]; then
      : >"$hive_temp/timeout"
      hive_end_tree "$2"
      return
    fi
    sleep 1
    hive_left=$((hive_left - 1))
  done
}

hive_end() {
  trap '' HUP INT PIPE TERM
  [ "$hive_guards" -eq 0 ] || hive_extend_guard "$hive_guard_seconds"
  [ -z "$hive_temp" ] || rm -rf "$hive_temp"
  [ -z "$hive_child" ] || hive_end_tree "$hive_child"
}
`
