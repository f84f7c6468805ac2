/** Looking at and replacing files; used by the resources that keep files, never by roles. */
export const fileFunctions = String.raw`
# hive_is_like PATH MODE OWNER GROUP: owner and group are names or numbers, '' where anything is right.
hive_is_like() {
  # shellcheck disable=SC2046
  set -- "$2" "$3" "$4" $(stat -c '%a %U %u %G %g' -- "$1")
  [ "$#" -eq 8 ] || return 1
  [ -z "$1" ] || [ "$1" = "$4" ] || return 1
  [ -z "$2" ] || [ "$2" = "$5" ] || [ "$2" = "$6" ] || return 1
  [ -z "$3" ] || [ "$3" = "$7" ] || [ "$3" = "$8" ]
}

# hive_make_like PATH MODE OWNER GROUP. Owner first: changing it takes away set-user-id bits.
hive_make_like() {
  [ -z "$3$4" ] || chown -h -- "$3${'$'}{4:+:$4}" "$1" || return
  [ -z "$2" ] || chmod -- "$2" "$1"
}

# hive_show_like PATH MODE OWNER GROUP: tells in which of them PATH differs.
hive_show_like() {
  hive_is_like "$@" 2>/dev/null || [ ! -e "$1" ] ||
    printf 'now %s, wanted%s\n' "$(stat -c 'mode %a owner %U group %G' -- "$1")" "$(
      [ -z "$2" ] || printf ' mode %s' "$2"
      [ -z "$3" ] || printf ' owner %s' "$3"
      [ -z "$4" ] || printf ' group %s' "$4"
    )"
}

# hive_write PATH MODE OWNER GROUP COMMAND...: puts what the command prints in the place of PATH in one move. When
# anything fails PATH stays as it was.
hive_write() {
  hive_place=$1 hive_like_mode=$2 hive_like_owner=$3 hive_like_group=$4
  hive_new=${'$'}{1%/*}/.${'$'}{1##*/}.hive
  shift 4
  [ "$#" -gt 0 ] || return
  { [ ! -e "$hive_new" ] && [ ! -L "$hive_new" ]; } || rm -f -- "$hive_new" || return
  (umask 077 && set -C && : >"$hive_new") && { "$@" >"$hive_new" || hive_explain_write "$hive_new"; } &&
    hive_make_like "$hive_new" "$hive_like_mode" "$hive_like_owner" "$hive_like_group" &&
    hive_move "$hive_new" "$hive_place" && return
  rm -f -- "$hive_new"
  return 1
}

# What a shell itself prints does not tell why it could not be written; a tool that writes more does.
hive_explain_write() {
  dd if=/dev/zero bs=4096 count=256 2>&1 >>"$1" | grep '^dd' >&2
  return 1
}

# A file that is a mount of its own (/etc/hosts in a container) cannot be replaced, only written.
hive_move() {
  if [ -d "$2" ] && [ ! -L "$2" ]; then
    printf '%s is a directory, it should be a file\n' "$2" >&2
    return 1
  fi
  if hive_is_mount "$2"; then
    cat -- "$1" >"$2" && rm -f -- "$1"
    return
  fi
  mv -f -- "$1" "$2" || return
  if command -v restorecon >/dev/null; then restorecon -- "$2"; fi
}

hive_is_mount() {
  hive_path=$1 awk 'BEGIN { code = 1 } $5 == ENVIRON["hive_path"] { code = 0 } END { exit code }' /proc/self/mountinfo
}

# hive_rewrite PATH COMMAND...: the same for a file of somebody else, which keeps its owner, mode and place behind links.
hive_rewrite() {
  hive_real=$(readlink -f -- "$1") || return
  shift
  if [ -e "$hive_real" ]; then
    # shellcheck disable=SC2046
    set -- $(stat -c '%a %u %g' -- "$hive_real") "$@"
  else
    set -- 644 '' '' "$@"
  fi
  hive_write "$hive_real" "$@"
}

hive_needs_file() {
  [ -f "$1" ] && return
  printf '%s is not there, so it cannot be edited.\n' "$1" >&2
  return 1
}

# hive_compare PATH: what standard input would change in it, as a unified diff.
hive_compare() {
  if [ -f "$1" ]; then hive_old_file=$1; else hive_old_file=/dev/null; fi
  diff -u -L "$1" -L "$1" -- "$hive_old_file" -
}

# hive_link PATH TARGET
hive_link() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then
    printf '%s is a directory, it should be a link\n' "$1" >&2
    return 1
  fi
  hive_new=${'$'}{1%/*}/.${'$'}{1##*/}.hive
  rm -f -- "$hive_new" && ln -s -- "$2" "$hive_new" && mv -fT -- "$hive_new" "$1" && return
  rm -f -- "$hive_new"
  return 1
}
`
