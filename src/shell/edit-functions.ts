/** Changing one place of a file of somebody else: a line, a marked block, a key. */
export const editFunctions = String.raw`
# hive_line CHECK|EDIT PATH LINE MATCHING WHERE AFTER: WHERE is top, bottom or after.
# CHECK: exit 0 when LINE is there and no other line matches. EDIT: prints the file as it should be.
hive_line() {
  if [ -e "$2" ]; then hive_source=$2; else hive_source=/dev/null; fi
  hive_task=$1 hive_wanted=$3 hive_matching=$4 hive_where=$5 hive_after=$6 awk '
    BEGIN {
      wanted = ENVIRON["hive_wanted"]; matching = ENVIRON["hive_matching"]
      where = ENVIRON["hive_where"]; after = ENVIRON["hive_after"]
    }
    { line[NR] = $0 }
    $0 == wanted { if (!exact) exact = NR }
    matching != "" && $0 ~ matching && $0 != wanted { if (!old) old = NR; others[NR] = 1 }
    where == "after" && $0 ~ after { anchor = NR }
    END {
      if (ENVIRON["hive_task"] == "CHECK") exit !(exact && !old)
      place = exact ? 0 : old
      if (!exact && !old && where == "top") print wanted
      for (n = 1; n <= NR; n++) {
        if (n == place) print wanted
        else if (!(n in others)) print line[n]
        if (!exact && !old && where == "after" && n == anchor) print wanted
      }
      if (!exact && !old && (where == "bottom" || (where == "after" && !anchor))) print wanted
    }' "$hive_source"
}

# hive_block CHECK|EDIT PATH BEGIN END WHERE AFTER: the block's lines come from standard input.
hive_block() {
  if [ -e "$2" ]; then hive_source=$2; else hive_source=/dev/null; fi
  hive_task=$1 hive_begin=$3 hive_finish=$4 hive_where=$5 hive_after=$6 awk '
    BEGIN {
      begin = ENVIRON["hive_begin"]; finish = ENVIRON["hive_finish"]
      where = ENVIRON["hive_where"]; after = ENVIRON["hive_after"]
    }
    part == 1 { wanted = wanted $0 "\n"; next }
    { line[++count] = $0 }
    $0 == begin && !last { first = count }
    $0 == finish && first && !last { last = count }
    where == "after" && $0 ~ after { anchor = count }
    END {
      wanted = begin "\n" wanted finish "\n"
      if (!last) first = 0
      for (n = first; first && n <= last; n++) found = found line[n] "\n"
      if (ENVIRON["hive_task"] == "CHECK") exit found != wanted
      ORS = ""
      if (!first && where == "top") print wanted
      for (n = 1; n <= count; n++) {
        if (n == first) print wanted
        if (!first || n < first || n > last) print line[n] "\n"
        if (!first && where == "after" && n == anchor) print wanted
      }
      if (!first && (where == "bottom" || (where == "after" && !anchor))) print wanted
    }' part=1 - part=2 "$hive_source"
}

# hive_has_key USER KEY
hive_has_key() {
  hive_keys=$(hive_home "$1")/.ssh/authorized_keys
  [ -f "$hive_keys" ] && grep -qxF -e "$2" -- "$hive_keys" &&
    hive_is_like "$hive_keys" 600 "$1" '' && hive_is_like "$(dirname -- "$hive_keys")" 700 "$1" ''
}

hive_add_key() {
  hive_directory=$(hive_home "$1")/.ssh && hive_primary=$(id -g -- "$1") || return
  (umask 077 && mkdir -p -- "$hive_directory") && hive_make_like "$hive_directory" 700 "$1" "$hive_primary" || return
  hive_keys=$hive_directory/authorized_keys
  hive_write "$hive_keys" 600 "$1" "$hive_primary" hive_line EDIT "$hive_keys" "$2" '' bottom ''
}
`
