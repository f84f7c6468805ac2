/** Settings of the running kernel. */
export const sysctlFunctions = String.raw`
# hive_is_live PATH VALUE: any white space between numbers is one blank. Not with read, which takes one character at a
# time, while the kernel gives such a file in one piece only.
hive_is_live() {
  hive_live=$(cat -- "$1" 2>/dev/null) || return
  # shellcheck disable=SC2086
  set -- "$2" $hive_live
  hive_wanted_value=$1
  shift
  [ "$*" = "$hive_wanted_value" ]
}

# hive_is_kept FILE LINE
hive_is_kept() {
  read -r hive_kept 2>/dev/null <"$1" && [ "$hive_kept" = "$2" ]
}

# hive_set_live PATH VALUE: not written where it is right, because containers may only read most settings.
hive_set_live() {
  hive_is_live "$1" "$2" || printf '%s\n' "$2" >"$1"
}
`
