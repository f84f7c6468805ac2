/** Which host names a domain of the list covers: itself, what is below it, or whatever ends with the same letters. */
export type DomainReach = 'none' | 'same' | 'below' | 'same-and-below' | 'ending'

/**
 * How one client decides between proxy and direct way (no-proxy.md sections 1 and 2). There is no standard: each client
 * has a parser of its own.
 */
export interface ClientRules {
  readonly name: string
  /** The client and the versions it is true for. */
  readonly title: string
  /** Other names users call it by, with blanks between them. */
  readonly aliases?: string
  /** Environment variables in the order they are looked at. None: the environment says nothing to it. */
  readonly proxyVariables: {readonly http: readonly string[]; readonly https: readonly string[]}
  readonly exceptionVariables: readonly string[]
  /** Whether a first variable that is set to nothing hides the next. */
  readonly emptyHides: {readonly proxy: boolean; readonly exceptions: boolean}
  /** The variable that has to be set for the client to look at any other. */
  readonly switchedOnBy?: string
  readonly separator: RegExp
  /** What blanks around an entry do: nothing, or make it one that never matches. */
  readonly blanks: 'ignored' | 'trailing-breaks' | 'break'
  /** `example.test` */
  readonly plain: DomainReach
  /** `.example.test` */
  readonly dotted: DomainReach
  /** `*.example.test` */
  readonly starred: DomainReach
  /** Where `*` stands for everything. */
  readonly everything: 'never' | 'alone' | 'anywhere'
  /** Entries with a port: never match; match the port in use; only one written in the URL; the same, but no addresses. */
  readonly ports: 'never' | 'in-use' | 'written' | 'written-names'
  readonly networks: {readonly v4: boolean; readonly v6: boolean}
  /** How an IPv6 address has to stand in the list. */
  readonly v6: 'bare' | 'bracketed' | 'either' | 'never'
  /**
   * What an entry is to an IPv4 address: a whole one; compared as if both were names, so that `2.3` covers `10.1.2.3`; the
   * same from a dot on only, whatever names are compared like.
   */
  readonly v4: 'whole' | 'as-names' | 'from-dots'
  readonly isCaseSensitive: boolean
  /** Whether `example.test.` is taken for `example.test`, in the URL and in the list. */
  readonly finalDot: {readonly inUrl: boolean; readonly inList: boolean}
  /** Whether this machine's own names and addresses never go to a proxy. */
  readonly sparesLoopback: boolean
}
