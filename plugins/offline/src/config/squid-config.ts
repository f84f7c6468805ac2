import type {CachedRegistry, CacheSettings} from '../settings.ts'

const directory = '/var/lib/hive-offline'

/** Files of packages, which never change under one name. */
const lasting = String.raw`\.(u?deb|d?rpm|apk|whl)(\?|$)|/by-hash/`

/** Whatever an origin says about keeping an answer: it is kept. */
const keep = 'override-expire override-lastmod ignore-reload ignore-no-store ignore-private store-stale'

/** The whole configuration of squid; a frozen cache has no way out in it. */
export function squidConfig(settings: CacheSettings): string {
  return [...common, ...settings.registries.flatMap(registryLines), ...modeLines(settings), ''].join('\n')
}

function modeLines(settings: CacheSettings): readonly string[] {
  return settings.mode === 'frozen' ? frozenLines(settings) : recordingLines(settings)
}

const common = [
  `http_port 3128 ssl-bump cert=${directory}/ca/cert.pem key=${directory}/ca/key.pem generate-host-certificates=on dynamic_cert_mem_cache_size=16MB`,
  'sslcrtd_program /usr/lib/squid/security_file_certgen -s /run/certificates -M 16MB',
  'sslcrtd_children 5 startup=1 idle=1',
  // Before anything is known of the origin: a frozen cache must not ask it.
  'ssl_bump bump all',
  'http_access allow all',
  'acl tunnels method CONNECT',
  'acl authorized req_header Authorization .',
  'note authorized yes authorized',
  'pid_filename /run/squid.pid',
  `cache_log ${directory}/log/squid.log`,
  'coredump_dir none',
  'tls_outgoing_options cafile=/run/trusted.pem',
  'pinger_enable off',
  'buffered_logs off',
  'strip_query_terms off',
  'shutdown_lifetime 1 second',
  'error_directory /usr/share/squid/errors/templates',
  'visible_hostname offline.hive.invalid',
  'max_filedescriptors 8192',
  'logformat hive %ts.%03tu\t%>a\t%Ss\t%>Hs\t%<st\t%rm\t%ru\t%{Location}<h\t%{authorized}note',
  // What is recorded must not be thrown away because of age or room: the limits are beyond any disk.
  'cache_mem 64 MB',
  'maximum_object_size 1000 GB',
  'store_avg_object_size 1 MB',
  'quick_abort_min -1 KB',
  'range_offset_limit none',
  // squid 5 files a revalidated answer under the wrong key when requests are joined.
  'collapsed_forwarding off',
]

function recordingLines({upstream, registries}: CacheSettings): readonly string[] {
  return [
    `access_log stdio:${directory}/log/recorded.log logformat=hive !manager`,
    `cache_store_log stdio:${directory}/log/stored.log`,
    `cache_dir ufs ${directory}/store 1000000 16 64`,
    `refresh_pattern -i ${lasting} 525600 100% 525600 ${keep}`,
    'refresh_pattern . 0 20% 0 ignore-no-store ignore-private store-stale',
    ...(upstream === undefined ? [] : upstreamLines(upstream, registries)),
  ]
}

function upstreamLines(upstream: string, registries: readonly CachedRegistry[]): readonly string[] {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(upstream) ?? []
  return [
    `cache_peer ${host} parent ${port} 0 no-query no-digest default name=upstream`,
    ...registries.map((_, index) => `cache_peer_access upstream deny registry${index}`),
    'never_direct allow all',
  ]
}

function frozenLines({registries}: CacheSettings): readonly string[] {
  const answers = `/usr/bin/mawk -W interactive -v answers=${directory}/answers -f /usr/local/lib/hive-offline/answers.awk`
  return [
    `access_log stdio:${directory}/log/replayed.log logformat=hive !manager`,
    `cache_dir ufs ${directory}/store 1000000 16 64 no-store`,
    `refresh_pattern . 525600 100% 525600 ${keep}`,
    'offline_mode on',
    `url_rewrite_program ${answers}`,
    'url_rewrite_children 8 startup=1 idle=1',
    // Without the name of who asks, which would be looked up.
    'url_rewrite_extras "%>a - %>rm"',
    'url_rewrite_access deny tunnels',
    // Nothing needs a name any more, and nobody outside learns that one was asked for.
    'dns_nameservers 127.0.0.1',
    'dns_timeout 1 second',
    // Where the helper sends what was not found when it was recorded.
    'acl absent dstdomain 404.hive.invalid 410.hive.invalid',
    'adapted_http_access deny absent',
    'deny_info 404:ERR_HIVE_ABSENT absent',
    'never_direct allow all',
    ...registries.map((_, index) => `miss_access allow registry${index}`),
    'acl missing src all',
    'deny_info 403:ERR_HIVE_MISSING missing',
    'miss_access deny missing',
  ]
}

function registryLines({name, port}: CachedRegistry, index: number): readonly string[] {
  const acl = `registry${index}`
  return [
    ...hostLines(acl, name),
    `cache_peer 127.0.0.1 parent ${port} 0 no-query no-digest originserver tls tls-flags=DONT_VERIFY_PEER name=${acl}`,
    `cache_peer_access ${acl} allow ${acl}`,
    `cache_peer_access ${acl} deny all`,
    `never_direct allow ${acl}`,
    `cache deny ${acl}`,
  ]
}

/** One acl for both schemes: engines speak plain http to registries they are told to. */
function hostLines(acl: string, name: string): readonly string[] {
  if (name === 'docker.io') return [`acl ${acl} dstdom_regex ^(index|registry-[0-9]+)\\.docker\\.io$`]
  const [host = '', port] = name.split(':')
  const plain = host.replaceAll('.', String.raw`\.`)
  const place = port === undefined ? `${plain}(:(80|443))?` : `${plain}:${port}`
  return [`acl ${acl} url_regex -i ^https?://${place}/`]
}
