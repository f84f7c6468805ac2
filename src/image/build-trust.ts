import {HiveError} from '../error.ts'
import {lines, type Shell, sh} from '../shell/sh.ts'
import type {Authority} from '../site/authority.ts'
import type {Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'
import {forAWhile} from './for-a-while.ts'

type Environment = Readonly<Record<string, string>>

/** All of them in one file, for Node. */
const together = '/etc/hive-build-ca.pem'
const marker = '# hive: while roles are applied'
const bundles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem']

/**
 * Lets a container trust the authorities of `extra_ca` while `work` runs, and not a moment longer: what downloads during a
 * build may need them, an image that is made of it trusts them only if a role says so (hive-trust-ca). `work` is given
 * what commands have to find in their environment. Throws HOST_FAILED when the container cannot be told.
 */
export async function withBuildTrust<T>(
  {extraAuthorities}: Site,
  container: Connection,
  work: (environment: Environment) => Promise<T>,
): Promise<T> {
  if (extraAuthorities.length === 0) return work({})
  const bundle = await run(container, begin(extraAuthorities))
  const environment = {
    NODE_EXTRA_CA_CERTS: together,
    ...(bundle !== '' && {REQUESTS_CA_BUNDLE: bundle, PIP_CERT: bundle}),
  }
  return forAWhile(
    () => work(environment),
    () => run(container, end),
  )
}

async function run(container: Connection, program: Shell): Promise<string> {
  const {code, stdout, stderr} = await container.exec('sh -s', {stdin: `${program.text}\n`})
  if (code === 0) return stdout.trim().split('\n').at(-1) ?? ''
  const reason = stderr.trim().split('\n').at(-1) || `exit status ${code}`
  throw new HiveError('HOST_FAILED', `The authorities of extra_ca cannot be trusted in this container: ${reason}.`)
}

function begin(authorities: readonly Authority[]): Shell {
  const files = authorities.map(
    ({fingerprint, pem}) => sh`printf %s ${pem} >"$directory"/${`hive-build-${fingerprint.slice(0, 16)}`}"$suffix"`,
  )
  return sh`set -e
if [ -d /etc/pki/ca-trust/source/anchors ]; then
  directory=/etc/pki/ca-trust/source/anchors suffix=.pem
else
  directory=/usr/local/share/ca-certificates suffix=.crt
fi
mkdir -p "$directory"
${lines(...files)}
printf %s ${authorities.map(({pem}) => pem).join('')} >${together}
bundle=
for each in ${bundles}; do if [ -s "$each" ]; then bundle=$each; break; fi; done
if command -v update-ca-trust >/dev/null; then update-ca-trust extract
elif command -v update-ca-certificates >/dev/null; then update-ca-certificates >/dev/null 2>&1
elif [ -n "$bundle" ]; then { echo ${`${marker}, begin`}; cat ${together}; echo ${`${marker}, end`}; } >>"$bundle"
fi
printf '%s\\n' "$bundle"`
}

/** A role may have installed, or removed, what keeps the system's store in the meantime. */
const end = sh`set -e
rm -f ${together} /usr/local/share/ca-certificates/hive-build-*.crt /etc/pki/ca-trust/source/anchors/hive-build-*.pem
for each in ${bundles}; do
  if grep -qs ${`^${marker}, begin`} "$each"; then
    sed ${`/^${marker}, begin/,/^${marker}, end/d`} "$each" >${together} && cat ${together} >"$each" && rm ${together}
  fi
done
if command -v update-ca-trust >/dev/null; then update-ca-trust extract
elif command -v update-ca-certificates >/dev/null; then update-ca-certificates --fresh >/dev/null 2>&1
else rmdir /usr/local/share/ca-certificates 2>/dev/null || :
fi`
