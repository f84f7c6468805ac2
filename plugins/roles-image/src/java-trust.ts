import {command, lines, type Resource, sh} from '@hive-ci/cli'
import type {NamedAuthority} from './named-authority.ts'

/** The password Java's own store always had; it protects nothing. */
const password = 'changeit'

/** Java trusts these, wherever the image has it with its keytool; an image without Java is left alone. */
export function javaTrust(trusted: readonly NamedAuthority[]): Resource {
  const each = trusted.map(({name, pem}) => sh`"$1" ${name} ${pem} || return`)
  return command('Java trusts the authorities', {
    define: sh`java_stores() {
  for tool in "$(command -v keytool)" "\${JAVA_HOME:-}"/bin/keytool /usr/lib/jvm/*/bin/keytool /opt/*/bin/keytool; do
    [ -x "$tool" ] || continue
    root=$(dirname "$(dirname "$(readlink -f "$tool")")")
    for found in "$root/lib/security/cacerts" "$root/jre/lib/security/cacerts"; do
      if [ -f "$found" ]; then printf '%s\\n' "$root:$(readlink -f "$found")"; fi
    done
  done | sort -u -t: -k2
}
has_authority() {
  "$home/bin/keytool" -list -keystore "$store" -storepass ${password} -alias "$1" >/dev/null 2>&1
}
add_authority() {
  has_authority "$1" && return
  printf %s "$2" | "$home/bin/keytool" -importcert -noprompt -keystore "$store" -storepass ${password} -alias "$1" 2>&1
}
each_authority() {
${lines(...each)}
}
each_store() {
  java_stores | while IFS=: read -r home store; do each_authority "$1" || exit 1; done
}`,
    check: sh`each_store has_authority`,
    apply: sh`each_store add_authority`,
  })
}
