/**
 * The program a host keeps while something is guarded: `sh guard-program STATE RUNTIME watch|now|keep|ask|forget`. What was
 * saved lies in STATE/guard, one numbered directory for each name; who renames that directory has decided.
 * `watch` waits for the deadline (seconds of uptime, in RUNTIME; after a boot it is set anew), then puts back; `now`
 * puts back at once; `keep` ends the guard; `ask` tells `armed`, `kept` or `put-back NAMES`, the last until `forget`: an
 * answer may be lost on its way. One at a time puts back: whoever comes in the meantime waits for it, and does what one
 * that died in the middle left.
 */
export const guardScript = String.raw`state=$1 deadline=$2/hive-guard-deadline
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin

main() {
  case $1 in
    watch) watch ;;
    now) put_back ;;
    keep) mv -- "$state/guard" "$state/guard-kept"; finish; tell ;;
    ask) finish; tell ;;
    forget) forget ;;
  esac
}

watch() {
  while [ -d "$state/guard" ]; do
    read -r now _ </proc/uptime
    read -r end <"$deadline" || { end=$((${'$'}{now%%.*} + 180)); echo "$end" >"$deadline"; }
    if [ "${'$'}{now%%.*}" -ge "$end" ]; then put_back; return; fi
    sleep 1
  done
  finish
}

put_back() {
  finish
  mv -- "$state/guard" "$state/guard-back" && finish
}

finish() {
  [ ! -d "$state/guard-back" ] || put_back_alone 9<"$state/guard-back"
}

put_back_alone() {
  flock 9
  [ -d "$state/guard-back" ] || return
  number=$(find "$state/guard-back" -mindepth 1 -maxdepth 1 | grep -c '/[0-9]*$')
  while [ "$number" -gt 0 ]; do
    put_back_one "$state/guard-back/$number"
    number=$((number - 1))
  done
  cat "$state/guard-back"/*/name >"$state/guard-put-back"
  rm -rf -- "$state/guard-back"
  end_watch
}

put_back_one() {
  place=0
  while read -r path; do
    place=$((place + 1))
    put_path "$1/files/$place" "$path"
  done <"$1/paths"
  sh "$1/restore" <"$1/live" 9<&-
}

put_path() {
  if grep -qF " $2 " /proc/self/mountinfo; then
    cat -- "$1" >"$2"
    return
  fi
  rm -rf -- "$2.hive-back" "$2.hive-gone"
  if [ -e "$1" ] || [ -L "$1" ]; then
    cp -a -- "$1" "$2.hive-back" || return
  fi
  if [ -f "$2.hive-back" ] && [ ! -d "$2" ]; then
    mv -f -- "$2.hive-back" "$2"
    return
  fi
  [ ! -e "$2" ] || mv -- "$2" "$2.hive-gone"
  [ ! -e "$2.hive-back" ] || mv -- "$2.hive-back" "$2"
  rm -rf -- "$2.hive-gone"
}

tell() {
  if [ -d "$state/guard" ]; then
    echo armed
  elif [ -e "$state/guard-put-back" ]; then
    printf 'put-back %s\n' "$(tr '\n' ' ' <"$state/guard-put-back")"
  else
    echo kept
    end_watch
    forget
  fi
}

forget() {
  rm -rf -- "$state/guard-kept" "$state/guard-put-back" "$state/guard-program" "$deadline"
  rmdir -- "$state" 2>/dev/null
}

end_watch() {
  [ "$state" = /var/lib/hive ] || return 0
  rm -f /etc/systemd/system/hive-guard.service /etc/systemd/system/multi-user.target.wants/hive-guard.service
}

main "$3" 2>/dev/null
exit
`
