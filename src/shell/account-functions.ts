/** Looking at users and groups. */
export const accountFunctions = `
# hive_user_is NAME UID HOME SHELL COMMENT GROUP...: '' where anything is right; it may be in more groups.
hive_user_is() {
  hive_entry=$(getent passwd -- "$1") || return
  hive_field 3 "$2" && hive_field 6 "$3" && hive_field 7 "$4" && hive_field 5 "$5" || return
  hive_of=" $(id -nG -- "$1") " && shift 5
  for hive_group; do
    case $hive_of in *" $hive_group "*) ;; *) return 1 ;; esac
  done
}

# hive_field NUMBER WANTED: of the entry last looked up.
hive_field() {
  [ -z "$2" ] || [ "$(printf '%s' "$hive_entry" | cut -d : -f "$1")" = "$2" ]
}

# hive_group_is NAME GID
hive_group_is() {
  hive_entry=$(getent group -- "$1") && hive_field 3 "$2"
}

# The home directory of a user; fails when there is no such user.
hive_home() {
  hive_entry=$(getent passwd -- "$1") && printf '%s' "$hive_entry" | cut -d : -f 6
}
`
