/** Ending what runs: a process with all its descendants. A program uses it on its own steps, the mother on a program. */
export const processFunctions = String.raw`
# Ends a process and its descendants, first politely.
hive_end_tree() {
  hive_tree="$1 $(hive_descendants "$1")"
  # shellcheck disable=SC2086
  kill $hive_tree 2>/dev/null
  sleep 1
  # shellcheck disable=SC2086
  kill -0 $hive_tree 2>/dev/null && sleep 3
  # shellcheck disable=SC2086
  kill -9 $hive_tree 2>/dev/null
}

hive_descendants() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v top="$1" '
    { pid = $1; sub(/^.*\) /, ""); parent[pid] = $2 }
    END {
      found[top] = 1
      for (again = 1; again; ) {
        again = 0
        for (pid in parent) if (!(pid in found) && (parent[pid] in found)) { found[pid] = again = 1; print pid }
      }
    }'
}
`
