/** What `hive-backup.sh` does with one entry, as bash functions. A message on standard error, a status of 1: it failed. */
export const backupActions = `
# Runs a command in the service's task, or in the copy --into names.
inside() {
  if [ -n "$into" ]; then DOCKER_TLS_VERIFY=1 docker -H "\${into%%,*}" exec -i "\${into#*,}" "$@"; else dexec -n "$target" "$@"; fi
}

# Files that grow while they are read are no failure: GNU tar says 1 then.
# shellcheck disable=SC2016
pack='tar cf - -C "$1" .
status=$?
[ $status -ne 1 ] || ! tar --version 2>/dev/null | grep -q GNU || exit 0
exit $status'

# The archive is whole before anything is removed.
# shellcheck disable=SC2016
unpack='tar tf "$2" >/dev/null && rm -rf -- "$1"/* "$1"/.[!.]* "$1"/..?* && tar xpf "$2" -C "$1"
status=$?
rm -f "$2"
exit $status'

produce() {
  if [ -n "$own" ]; then
    pack_own </dev/null
  elif [ -n "$backup_command" ] && [ -n "$backup_file" ]; then
    inside sh -c "$backup_command" </dev/null >&2 && inside cat "$backup_file" </dev/null
  elif [ -n "$backup_command" ]; then
    inside sh -c "$backup_command" </dev/null
  else
    inside sh -c "$pack" sh "$directory" </dev/null | gzip
  fi
}

take() {
  local command file part
  for command in "\${batch[@]}"; do
    inside sh -c "$command" </dev/null >&2 || return
  done
  if [ -z "$own$backup_command$directory" ]; then
    said="\${#batch[@]} commands run"
    return
  fi
  file=backup-$name-$(date +%Y%m%d%H%M%S).$ext part=$backups/.part
  produce >"$part" || return
  [ -s "$part" ] || { echo 'the backup is empty' >&2; return 1; }
  sum=$(sha256sum <"$part") || return
  printf '%s  %s\\n' "\${sum%% *}" "$file" >"$backups/$file.sha256" && mv "$part" "$backups/$file" || return
  ln -sfn "$file" "$backups/.latest" && mv -fT "$backups/.latest" "$backups/backup-$name-latest.$ext" || return
  said="$file $(stat -c %s "$backups/$file") bytes"
  [ -z "$keep" ] || forget_old
}

# Only after a new one was made, so that the last good backup stays however long they fail.
forget_old() {
  local digits='[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]' old
  while IFS= read -r -d '' old; do
    rm -f -- "$old" "$old.sha256"
  done < <(find "$backups" -maxdepth 1 -type f -name "backup-$name-$digits.$ext" -mtime "+$keep" -print0)
}

# The file to restore: the newest one, or that of --from.
chosen_file() {
  local file="$backups/\${from:-backup-$name-latest.$ext}" sum
  [ -f "$file" ] || { echo "there is no $file" >&2; return 1; }
  file=$(readlink -f "$file")
  if [ -f "$file.sha256" ]; then
    sum=$(sha256sum <"$file")
    [ "\${sum%% *}" = "$(cut -d ' ' -f 1 "$file.sha256")" ] || { echo "$file is damaged" >&2; return 1; }
  fi
  printf '%s\\n' "$file"
}

put_back() {
  local file
  file=$(chosen_file) || return
  if [ -n "$own" ]; then
    gzip -t "$file" && unpack_own "$file" </dev/null || return
  elif [ -n "$restore_command" ] && [ -n "$restore_file" ]; then
    # shellcheck disable=SC2016
    inside sh -c 'cat >"$1"' sh "$restore_file" <"$file" && inside sh -c "$restore_command" </dev/null >&2 || return
  elif [ -n "$restore_command" ]; then
    inside sh -c "$restore_command" <"$file" >&2 || return
  elif [ -n "$directory" ]; then
    # shellcheck disable=SC2016
    gzip -dc "$file" | inside sh -c 'cat >"$1"' sh "$staging" || return
    inside sh -c "$unpack" sh "$directory" "$staging" </dev/null || return
  else
    echo 'the inventory gives no restore_command' >&2
    return 1
  fi
  said="\${file##*/}"
}

# Checksum and name of each file of an archive, sorted.
digest() {
  # shellcheck disable=SC2016
  tar xf - --to-command='printf "%s %s\\n" "$(sha256sum | cut -d " " -f 1)" "$TAR_FILENAME"' | sort
}

# Restores into the copy and looks at what came of it.
drill() {
  local file there here count size born=0
  # What a copy gives that nothing was restored into; one that has nothing yet may well refuse.
  [ -z "$backup_command" ] || born=$(produce 2>/dev/null | wc -c)
  put_back && file=$(chosen_file) || return
  if [ -n "$backup_command" ]; then
    size=$(stat -c %s "$file")
    count=$(produce | wc -c) || return
    [ "$count" -gt 0 ] || { echo 'nothing can be backed up from the copy' >&2; return 1; }
    [ "$size" -ne "$born" ] || { echo "the backup is as empty as that of a copy without data: $size bytes" >&2; return 1; }
    [ "$((count * 2))" -ge "$size" ] || { echo "a backup of the copy has $count bytes, what was restored $size" >&2; return 1; }
    said="\${file##*/} restored; a backup of the copy has $count bytes"
  elif [ -n "$directory" ]; then
    here=$(gzip -dc "$file" | digest) && there=$(inside sh -c "$pack" sh "$directory" </dev/null | digest) || return
    [ "$here" = "$there" ] || { diff <(echo "$here") <(echo "$there") | head -n 20 >&2; return 1; }
    said="\${file##*/} restored; $(printf '%s' "$here" | grep -c '') files are equal"
  fi
}

prove() {
  local file
  file=$(chosen_file) && prove_own "$file" </dev/null && said="\${file##*/} restored beside what is in use: $said"
}

list() {
  local file sum
  for file in "$backups/backup-$name"-[0-9]*".$ext"; do
    [[ \${file##*/} =~ -[0-9]{14}\\. ]] || continue
    [ "\${file##*/}" = "backup-$name-\${file: -$((\${#ext} + 15))}" ] || continue
    sum=$(cut -d ' ' -f 1 "$file.sha256" 2>/dev/null)
    printf '%s\\t%s\\t%s\\t%s\\t%s\\n' "$target" "$name" "\${file##*/}" "$(stat -c '%s	%Y' "$file")" "\${sum:-unknown}"
  done
}

# What hive test judges an entry by; the reason of a failure stands last, it may hold anything.
status() {
  local file='' bytes='' time='' failed="$backups/.failed-$name"
  IFS=$'\\t' read -r _ _ file bytes time _ < <(list | tail -n 1)
  printf '%s\\t%s\\t%s\\t%s\\t%s\\t' "$target" "$name" "$file" "$bytes" "$time"
  printf '%s\\t%s\\n' "$(stat -c %Y "$failed" 2>/dev/null)" "$(head -n 1 "$failed" 2>/dev/null)"
}
`
