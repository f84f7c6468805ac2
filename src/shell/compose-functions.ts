/** Projects of Docker Compose, through the plugin of the docker command or the older program of its own. */
export const composeFunctions = `
# hive_compose DIRECTORY PROJECT ARGUMENT...
hive_compose() {
  hive_compose_file=$1/docker-compose.yml hive_project=$2
  shift 2
  if docker compose version >/dev/null 2>&1; then
    docker compose -f "$hive_compose_file" -p "$hive_project" "$@"
  else
    docker-compose -f "$hive_compose_file" -p "$hive_project" "$@"
  fi
}

# hive_project_runs DIRECTORY PROJECT SUM: every service runs, as the file with this check sum says.
hive_project_runs() {
  read -r hive_sum 2>/dev/null <"$1/.hive-applied" && [ "$hive_sum" = "$3" ] || return
  hive_services=$(hive_compose "$1" "$2" config --services | sort) && [ -n "$hive_services" ] &&
    [ "$hive_services" = "$(hive_compose "$1" "$2" ps --services --filter status=running | sort)" ]
}

# What is running is of no known state from here until all of it has been started.
hive_start_project() {
  rm -f -- "$1/.hive-applied" &&
    hive_write "$1/docker-compose.yml" 600 root root content &&
    hive_compose "$1" "$2" up -d --remove-orphans &&
    printf '%s\\n' "$3" >"$1/.hive-applied"
}
`
