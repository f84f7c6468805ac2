import type {ClientRules} from './rules.ts'

const lower = {http: ['http_proxy'], https: ['https_proxy']}
const lowerFirst = {http: ['http_proxy', 'HTTP_PROXY'], https: ['https_proxy', 'HTTPS_PROXY']}
const upperFirst = {http: ['HTTP_PROXY', 'http_proxy'], https: ['HTTPS_PROXY', 'https_proxy']}
const never = {proxy: false, exceptions: false}
const always = {proxy: true, exceptions: true}
const noNetworks = {v4: false, v6: false}
const noFinalDot = {inUrl: false, inList: false}

const curl: ClientRules = {
  name: 'curl',
  title: 'curl 7.86 or later',
  proxyVariables: {http: ['http_proxy'], https: ['https_proxy', 'HTTPS_PROXY']},
  exceptionVariables: ['no_proxy', 'NO_PROXY'],
  emptyHides: never,
  separator: /[,\s]+/,
  blanks: 'ignored',
  plain: 'same-and-below',
  dotted: 'same-and-below',
  starred: 'none',
  everything: 'alone',
  ports: 'never',
  networks: {v4: true, v6: false},
  v6: 'bare',
  v4: 'whole',
  isCaseSensitive: false,
  finalDot: {inUrl: true, inList: true},
  sparesLoopback: false,
}

const oldCurl: ClientRules = {
  ...curl,
  name: 'curl-old',
  title: 'curl before 7.86',
  networks: noNetworks,
  v4: 'as-names',
}

const go: ClientRules = {
  ...curl,
  name: 'go',
  title: 'Go programs: dockerd, docker, containerd, skopeo',
  aliases: 'docker dockerd skopeo containerd',
  proxyVariables: upperFirst,
  exceptionVariables: ['NO_PROXY', 'no_proxy'],
  separator: /,/,
  dotted: 'below',
  starred: 'below',
  everything: 'anywhere',
  ports: 'in-use',
  networks: {v4: true, v6: true},
  // Until golang.org/x/net 0.36; what is installed today is mostly older.
  v4: 'as-names',
  finalDot: noFinalDot,
  sparesLoopback: true,
}

const wget: ClientRules = {
  ...curl,
  name: 'wget',
  title: 'GNU wget 1.20 or later',
  proxyVariables: lower,
  exceptionVariables: ['no_proxy'],
  emptyHides: always,
  separator: /,/,
  blanks: 'trailing-breaks',
  dotted: 'below',
  everything: 'never',
  networks: noNetworks,
  v4: 'as-names',
  finalDot: noFinalDot,
}

const python: ClientRules = {
  ...curl,
  name: 'python',
  title: 'Python urllib',
  aliases: 'urllib python3 ansible',
  proxyVariables: lowerFirst,
  emptyHides: always,
  separator: /,/,
  ports: 'written',
  networks: noNetworks,
  v6: 'bracketed',
  v4: 'as-names',
  finalDot: noFinalDot,
}

const node: ClientRules = {
  ...python,
  name: 'node',
  title: 'Node fetch, from 24 with undici 7.22',
  aliases: 'fetch undici',
  switchedOnBy: 'NODE_USE_ENV_PROXY',
  separator: /[,\s]+/,
  starred: 'same-and-below',
  ports: 'in-use',
}

/** All clients whose ways are known, in the order they are shown. */
export const clients: readonly ClientRules[] = [
  curl,
  {...curl, name: 'git', title: 'git on curl 7.86 or later', emptyHides: always},
  oldCurl,
  // They have no rules of their own: it is the curl library of the host that decides.
  {...curl, name: 'dnf', title: 'dnf of Enterprise Linux 10, Fedora and Debian', aliases: 'dnf5'},
  {...oldCurl, name: 'dnf-old', title: 'dnf and yum of Enterprise Linux 8 and 9', aliases: 'yum'},
  wget,
  {
    ...wget,
    name: 'busybox-wget',
    title: 'busybox wget (Alpine)',
    aliases: 'busybox alpine',
    proxyVariables: {http: ['http_proxy'], https: ['http_proxy']},
    exceptionVariables: [],
  },
  {
    ...wget,
    name: 'apt',
    title: 'apt',
    aliases: 'apt-get',
    blanks: 'break',
    plain: 'ending',
    dotted: 'ending',
  },
  go,
  python,
  {
    ...python,
    name: 'pip',
    title: 'pip, Python requests before 2.34',
    aliases: 'requests',
    // Proxies are looked for by urllib, the list is its own.
    emptyHides: {proxy: true, exceptions: false},
    plain: 'ending',
    ports: 'written-names',
    networks: {v4: true, v6: false},
    v6: 'bare',
    v4: 'from-dots',
  },
  node,
  {
    ...node,
    name: 'node-http',
    title: "Node http and https with Node's own agent, from 24",
    emptyHides: never,
    separator: /,/,
    plain: 'same',
    starred: 'below',
    everything: 'anywhere',
    v6: 'bare',
  },
  {
    ...python,
    name: 'npm',
    title: 'npm 11',
    // The proxy for https is that for http, too, if there is one.
    proxyVariables: {http: [...upperFirst.https, ...upperFirst.http], https: upperFirst.https},
    exceptionVariables: ['NO_PROXY', 'no_proxy'],
    emptyHides: never,
    everything: 'never',
    ports: 'never',
    isCaseSensitive: true,
    finalDot: {inUrl: false, inList: true},
  },
  {
    ...go,
    name: 'ruby',
    title: 'Ruby net/http 3.1 (which also asks DNS for the addresses of a name)',
    aliases: 'gem',
    proxyVariables: lowerFirst,
    exceptionVariables: ['no_proxy', 'NO_PROXY'],
    emptyHides: always,
    separator: /[,\s]+/,
    starred: 'none',
    everything: 'never',
    networks: {v4: true, v6: false},
    v6: 'never',
    v4: 'as-names',
  },
  {
    ...curl,
    name: 'java',
    title: 'Java (-Dhttp.proxyHost and -Dhttp.nonProxyHosts; the environment says nothing to it)',
    proxyVariables: {http: [], https: []},
    exceptionVariables: [],
  },
]
