import {programCommand} from '../../engine/privilege.ts'
import {HiveError} from '../../error.ts'
import type {Session} from '../../session.ts'
import {type Shell, sh} from '../../shell/sh.ts'
import type {Host} from '../../site/site.ts'
import {programEnvironment} from '../tunnel/program-environment.ts'
import {bridgeAddress} from '../tunnel/relay.ts'

/** What one place said about the way to a URL; texts are those of curl. */
export interface Probe {
  /** The host, or a container of it. */
  readonly place: string
  /** The variables programs find there. */
  readonly variables: Readonly<Record<string, string>>
  /** HTTP status through the proxy, whoever answered; `000` when nobody did. */
  readonly proxied: string
  readonly proxiedError: string
  readonly direct: string
  readonly directError: string
  /** Addresses the name has there; empty when it has none. */
  readonly addresses: string
  /** Who signed the certificate that is shown; empty without TLS. */
  readonly issuer: string
  /** Seconds its clock is ahead of the mother's. */
  readonly ahead: number
}

/** Seconds a place has for one request. */
const patience = 8

/**
 * Asks a host, and a container that runs on it, which ways lead to a URL. Nothing is pulled and nothing started: curl of
 * the host is run in the network of the container, with its name servers. A container without proxies of its own is asked
 * with those that builds and initialize roles find there. Throws HOST_FAILED, HOST_UNREACHABLE.
 */
export async function probeHost({site, hosts, signal}: Session, host: Host, url: string): Promise<readonly Probe[]> {
  const connection = await hosts.connect(host)
  const program = sh`${programEnvironment(site, connection)}${questions(url, site.settings.http_proxy_port)}`
  const before = Date.now()
  const {code, stdout, stderr} = await connection.exec(programCommand({become: true}), {stdin: program.text, signal})
  if (code !== 0) {
    throw new HiveError('HOST_FAILED', `${host.name} cannot be asked: ${stderr.trim().split('\n').at(-1)}.`)
  }
  const blocks = stdout.split('== ').slice(1)
  return blocks.map(block => readProbe(host.name, block, before / 1000))
}

function questions(url: string, port: string): Shell {
  const name = new URL(url).hostname
  return sh`command -v curl >/dev/null || { echo 'curl is not installed; run "hive setup-hosts"' >&2; exit 1; }
now=$(date +%s)
answers=$(mktemp -d)
fetch() {
  way=$1
  shift
  errors=$("$@" -sS -o /dev/null -w "$way=%{http_code}\\n" ${url} 2>&1 >"$place/status.$way")
  cat "$place/status.$way"
  printf '%s\\n' "$way""Error=$(printf %s "$errors" | tr '\\n' ' ')"
}
# All at once: in a closed network most of it is waiting.
ask() {
  place=$(mktemp -d "$answers/XXXXXX")
  printf '== %s\\nnow=%s\\n' "$1" "$now"
  shift
  env | grep -iE '^(https?|no)_proxy='
  fetch proxied "$@" curl -m ${patience} >"$place/1" &
  fetch direct "$@" curl --noproxy '*' -m 5 >"$place/2" &
  echo "addresses=$("$@" timeout 5 getent ahosts ${name} | cut -d' ' -f1 | sort -u | tr '\\n' ' ')" >"$place/3" &
  echo "issuer=$("$@" curl -svk -m ${patience} -o /dev/null ${url} 2>&1 | sed -n 's/^\\*  *issuer: //p' | head -n 1)" >"$place/4" &
  wait
  cat "$place"/[1-4]
}
# With the name servers and the hosts file of the container, in its network.
inside() {
  unshare -m sh -c 'for each in resolv.conf hosts; do
  if [ -f "$1" ]; then mount --bind "$1" "/etc/$each"; fi
  shift
done
exec "$@"' sh "$(told .ResolvConfPath)" "$(told .HostsPath)" nsenter -n -t "$(told .State.Pid)" "$@"
}
told() {
  docker inspect -f "{{$1}}" "$container"
}
container=$(docker ps -q 2>/dev/null | head -n 1)
ask '' env >"$answers/host" &
if [ -n "$container" ]; then
  own=$(told 'range .Config.Env}}{{println .}}{{end' | grep -iE '^(https?|no)_proxy=.')
  case $own in
    *ttp_proxy=* | *ttps_proxy=* | *TTP_PROXY=* | *TTPS_PROXY=*)
      unset http_proxy HTTP_PROXY https_proxy HTTPS_PROXY no_proxy NO_PROXY
      while IFS= read -r each; do export "$each"; done <<EOF
$own
EOF
      ;;
    *)
      case \${http_proxy:-} in
        http://127.0.0.1:*)
          http_proxy=http://$(${bridgeAddress}):${port}
          export http_proxy https_proxy="$http_proxy" HTTP_PROXY="$http_proxy" HTTPS_PROXY="$http_proxy"
          ;;
      esac
      ;;
  esac
  (ask "$(told .Name | cut -c 2-)" inside) >"$answers/inside" </dev/null
fi
wait
cat "$answers/host" "$answers/inside" 2>/dev/null
rm -rf "$answers"`
}

function readProbe(host: string, block: string, before: number): Probe {
  const [title = '', ...rows] = block.split('\n')
  const values = new Map(rows.map(row => [row.split('=')[0] ?? '', row.slice(row.indexOf('=') + 1).trim()]))
  const value = (name: string) => values.get(name) ?? ''
  const names = [...values.keys()].filter(name => /^(https?|no)_proxy$/i.test(name))
  return {
    place: title === '' ? host : `${title.replace(/\..*$/, '')} on ${host}`,
    variables: Object.fromEntries(names.map(name => [name, value(name)])),
    proxied: value('proxied') || '000',
    proxiedError: value('proxiedError'),
    direct: value('direct') || '000',
    directError: value('directError'),
    addresses: value('addresses'),
    issuer: value('issuer'),
    ahead: Math.round(Number(value('now')) - before),
  }
}
