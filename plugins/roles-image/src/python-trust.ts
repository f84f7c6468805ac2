import {command, lines, type Resource, sh} from '@hive-ci/cli'
import type {NamedAuthority} from './named-authority.ts'

/** The lists of authorities that come with Python's libraries; a distribution's own ones are the system's. */
const program = `import importlib
for name in ("certifi", "pip._vendor.certifi"):
    try:
        print(importlib.import_module(name).where())
    except Exception:
        pass
`

/** Python's libraries trust these, wherever python3 or python finds them. */
export function pythonTrust(trusted: readonly NamedAuthority[]): Resource {
  const each = trusted.map(({pem}) => sh`"$1" ${lineOf(pem)} ${pem} || return`)
  return command("Python's libraries trust the authorities", {
    define: sh`python_lists() {
  for python in python3 python; do
    if command -v "$python" >/dev/null; then "$python" -c ${program} 2>/dev/null || :; fi
  done | sort -u
}
has_authority() {
  grep -qF "$1" "$list"
}
add_authority() {
  has_authority "$1" || printf '\\n%s' "$2" >>"$list"
}
each_authority() {
${lines(...each)}
}
each_list() {
  python_lists | while IFS= read -r list; do each_authority "$1" || exit 1; done
}`,
    check: sh`each_list has_authority`,
    apply: sh`each_list add_authority`,
  })
}

/** A line no other certificate has: the last whole one is a part of the signature. */
function lineOf(pem: string): string {
  return (
    pem
      .split('\n')
      .filter(line => line.length === 64)
      .at(-1) ?? pem
  )
}
