import {guardScript} from './guard-script.ts'
import {quote} from './sh.ts'

/**
 * Saving what a change could take from the mother, and the timer that puts it back. Reads `hive_guard_seconds`, how
 * long the mother has to come back. Only in programs that guard something.
 */
export const guardFunctions = String.raw`
hive_guarded=' '

# hive_take_over: an earlier run ended before it could confirm. That this one got here is the confirmation.
hive_take_over() {
  [ -e "$hive_state/guard-program" ] || return 0
  hive_answer=$(sh "$hive_state/guard-program" "$hive_state" "$hive_runtime" keep)
  case $hive_answer in
    put-back*) hive_tell_put_back ;;
  esac
}

# hive_guard NAME RESTORE PATH...: the function save prints what is live.
hive_guard() {
  case $hive_guarded in *" $1 "*) return 0 ;; esac
  hive_entry=$hive_state/guard-new
  rm -rf -- "$hive_entry" && (umask 077 && mkdir -p -- "$hive_entry/files") || return
  printf '%s\n' "$1" >"$hive_entry/name" && printf '%s\n' "$2" >"$hive_entry/restore" || return
  (save) >"$hive_entry/live" </dev/null && : >"$hive_entry/paths" || return
  hive_guarded="$hive_guarded$1 "
  shift 2
  hive_place=0
  for hive_path; do
    hive_place=$((hive_place + 1))
    printf '%s\n' "$hive_path" >>"$hive_entry/paths" || return
    [ ! -e "$hive_path" ] && [ ! -L "$hive_path" ] || cp -a -- "$hive_path" "$hive_entry/files/$hive_place" || return
  done
  hive_guards=$((hive_guards + 1))
  (umask 077 && mkdir -p -- "$hive_state/guard") && mv -- "$hive_entry" "$hive_state/guard/$hive_guards" || return
  [ "$hive_guards" -gt 1 ] || hive_start_watch
}

hive_start_watch() {
  printf %s ${quote(guardScript)} >"$hive_state/guard-program" && hive_extend_guard "$hive_guard_seconds" || return
  if [ -d /run/systemd/system ] && [ "$hive_state" = /var/lib/hive ]; then
    # The unit is for a boot in the meantime. Now it is another one, so that systemd need not read all units anew.
    printf '%s\n' '[Unit]' 'Description=Puts back what hive changed unless hive confirms it' '[Service]' \
      "ExecStart=/bin/sh $hive_state/guard-program $hive_state $hive_runtime watch" >/etc/systemd/system/hive-guard.service &&
      mkdir -p /etc/systemd/system/multi-user.target.wants &&
      ln -sf ../hive-guard.service /etc/systemd/system/multi-user.target.wants/ || return
    # A watch that was there ends by itself, and systemd may know its unit for a while after that.
    systemd-run --quiet --collect --unit="hive-guard-now-$$" /bin/sh "$hive_state/guard-program" "$hive_state" "$hive_runtime" watch
  else
    (setsid sh "$hive_state/guard-program" "$hive_state" "$hive_runtime" watch </dev/null >/dev/null 2>&1 &)
  fi
}

# hive_extend_guard SECONDS: from now on.
hive_extend_guard() {
  read -r hive_now _ </proc/uptime
  echo "$((${'$'}{hive_now%%.*} + $1))" >"$hive_runtime/hive-guard-deadline"
}

# hive_give_back: what the role changed before it failed is put back at once.
hive_give_back() {
  [ "$hive_guards" -gt 0 ] || return 0
  sh "$hive_state/guard-program" "$hive_state" "$hive_runtime" now
  hive_answer=$(sh "$hive_state/guard-program" "$hive_state" "$hive_runtime" ask)
  hive_tell_put_back
}

hive_tell_put_back() {
  printf '{"type":"put-back","names":"%s"}\n' "${'$'}{hive_answer#put-back }"
  sh "$hive_state/guard-program" "$hive_state" "$hive_runtime" forget
}

# hive_await_confirmation: ends the program where the mother has to come back over a new connection.
hive_await_confirmation() {
  [ "$hive_guards" -gt 0 ] || return 0
  hive_extend_guard "$hive_guard_seconds"
  printf '{"type":"guarded","names":"%s"}\n' "$hive_guarded"
  [ ! -e "$hive_runtime/hive-reboot" ] || return 0
  exit 0
}
`
