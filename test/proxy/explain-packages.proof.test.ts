import {checkWays} from '../support/check-ways.ts'
import {listCases, variableCases} from '../support/proxy-cases.ts'

const cases = [...listCases, ...variableCases]

checkWays({
  // Debian's, whatever other Python stands first in the path.
  pip: {
    client: 'pip',
    cases,
    words: (url, directory) => [
      ...['/usr/bin/python3', '-m', 'pip', 'download', '-q', '--no-deps', '--disable-pip-version-check'],
      ...['--retries', '0', '--timeout', '5', '-d', directory],
      ...['--trusted-host', new URL(url).host, '-i', url, 'nothing'],
    ],
  },
  dnf: {client: 'dnf', cases, words: (url, directory) => dnf(url, directory)},
  // There is no list in its configuration: that of the environment counts for the proxy of its configuration, too.
  'dnf-configured': {
    client: 'dnf',
    cases: listCases.slice(0, 14),
    words: (url, directory, {http_proxy}) => dnf(url, directory, `--setopt=proxy=${http_proxy}`),
    environment: ({no_proxy = '', NO_PROXY = ''}) => ({no_proxy, NO_PROXY}),
  },
})

function dnf(url: string, directory: string, ...more: readonly string[]): readonly string[] {
  return [
    ...['dnf', '-q', '--installroot', `${directory}/root`, `--setopt=cachedir=${directory}/cache`],
    ...['--setopt=reposdir=/dev/null', '--setopt=retries=1', '--setopt=timeout=5', '--releasever=9', ...more],
    ...['--repofrompath', `asked,${url}`, '--repo', 'asked', 'makecache'],
  ]
}
