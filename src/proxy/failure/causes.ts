/** Why downloads fail in closed networks, in the order of the table: the first that fits is told. */
export type CauseName =
  | 'uncached'
  | 'login'
  | 'denied'
  | 'no-trust'
  | 'clock'
  | 'plain-http'
  | 'lacks-image'
  | 'proxy-gone'
  | 'no-name'
  | 'hangs'
  | 'unreached'
  | 'refused'

export interface Cause {
  readonly name: CauseName
  /** What apt, dnf, curl, wget, pip, npm, Go (dockerd) and Node write. */
  readonly pattern: RegExp
  /** The cause as a sentence. */
  readonly sentence: string
  /** The change, as a sentence. */
  readonly advice: string
}

export const causes: readonly Cause[] = [
  {
    name: 'uncached',
    pattern: /Not in the offline cache of hive/,
    sentence: 'The offline cache is frozen and does not hold this.',
    advice:
      'Let it record on with "hive offline thaw" where there is internet, run the phase there, and freeze it again; "hive offline status" lists what was asked for in vain.',
  },
  {
    name: 'login',
    pattern: /\b407\b|proxy authentication required/i,
    sentence: 'The proxy wants a name and a password.',
    advice: 'Give them with the proxy: hive set http_proxy NAME:PASSWORD@HOST:PORT.',
  },
  {
    name: 'no-trust',
    pattern:
      /unknown authority|SELF_SIGNED|self.signed certificate|UNABLE_TO_(GET_ISSUER|VERIFY)|unable to (get local issuer|verify the first)|certificate is NOT trusted|CERTIFICATE_VERIFY_FAILED|SSL certificate problem(?!.*(expired|not yet))|issuer is (unknown|not trusted)|is not trusted|\(60\)/,
    sentence: 'The certificate that was shown is signed by an authority nobody here trusts: a proxy may open TLS.',
    advice:
      'Trust the authority of the proxy or the server: hive set extra_ca FILE.pem, then "hive setup-hosts". "hive proxy check" names the issuer.',
  },
  {
    name: 'clock',
    pattern:
      /not yet valid|has expired|is not valid (yet|before)|certificate is (not yet|expired)|CERT_(HAS_EXPIRED|NOT_YET)|Release file .* (expired|not valid yet)/i,
    sentence: 'A certificate or an archive is not valid at the time of the machine that asked.',
    advice:
      'Compare the clocks with "hive proxy check", and set the time servers of the hosts. An archive that is old on purpose is taken after "hive set apt_check_valid_until false".',
  },
  {
    name: 'plain-http',
    pattern: /server gave HTTP response to HTTPS client|wrong version number|WRONG_VERSION/i,
    sentence: 'The registry speaks HTTP without TLS.',
    advice: 'Name it with its scheme: hive set registry_mirror http://HOST:PORT, or image_mirror.',
  },
  {
    name: 'denied',
    pattern:
      /Proxy response \(403\)|tunnel\w* (connection )?failed[,:] (response )?(403|Forbidden)|response 403 from proxy|response from proxy: HTTP\/1\.[01] 403|ERR_ACCESS_DENIED|": Forbidden\b/i,
    sentence: 'The proxy denies this destination.',
    advice:
      'Allow the destination and its port in the configuration of the proxy; "hive proxy analyze access.log" writes the lines.',
  },
  {
    name: 'lacks-image',
    pattern:
      /manifest unknown|MANIFEST_UNKNOWN|has no manifest|NAME_UNKNOWN|repository .* not found|does not exist or may require/i,
    sentence: 'The registry that was asked has no such image.',
    advice: 'Correct the tag, or bring the image to the mirror with "hive mirror run".',
  },
  {
    name: 'proxy-gone',
    pattern: /ECONNREFUSED|connection refused|proxyconnect|could not connect to proxy|Failed to connect to .* port/i,
    sentence: 'Nobody answers where the proxy or the server should be.',
    advice: 'Check http_proxy from this machine with "hive proxy check".',
  },
  {
    name: 'no-name',
    pattern:
      /ENOTFOUND|EAI_AGAIN|no such host|could not resolve|temporary failure (in name resolution|resolving)|name or service not known/i,
    sentence:
      'The name was not found: it was asked for directly, where no name server knows it, instead of through the proxy.',
    advice:
      'See which way the request goes with "hive proxy explain URL": what is outside must not be in no_proxy, what is inside needs a name server or an entry in hosts.',
  },
  {
    name: 'hangs',
    pattern:
      /timed? ?out|i\/o timeout|deadline exceeded|awaiting headers|HeadersTimeout|no answer within|UND_ERR_CONNECT_TIMEOUT/i,
    sentence: 'The proxy, or the server behind it, does not answer in time.',
    advice:
      'Look whether the proxy reaches the outside: ask it from this machine with curl -x; "hive proxy check" tells.',
  },
  {
    name: 'unreached',
    pattern: /response 50[234]|response \(50[234]\)|\b50[234] +(Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
    sentence: 'The proxy, or the server that was asked, cannot serve this now.',
    advice: 'See in the log of the proxy whether it finds the name and reaches the server.',
  },
  {
    name: 'refused',
    pattern: /\b403\b|\bForbidden\b|Access Denied/i,
    sentence: 'The server refuses this (403), or a proxy on the way does.',
    advice:
      'Behind a proxy, allow the destination there: "hive proxy analyze access.log" writes the lines. A frozen offline cache refuses what it does not hold: see "hive offline status". Without either, the server wants another address or a login.',
  },
]

/** What the status of an answer tells that may be the proxy's own, over plain HTTP or where it opens TLS. */
export function causeOfStatus(status: string): Cause | undefined {
  const name = status === '407' ? 'login' : status === '403' ? 'refused' : /^50[234]$/.test(status) ? 'unreached' : ''
  return causes.find(cause => cause.name === name)
}

/** The cause that a program's words tell of; undefined when they tell of none known here. */
export function causeOf(text: string): Cause | undefined {
  return causes.find(({pattern}) => pattern.test(text))
}
