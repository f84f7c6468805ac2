import {checkWays} from '../support/check-ways.ts'
import {listCases, variableCases} from '../support/proxy-cases.ts'

const npm = (url: string, ...more: readonly string[]) => [
  ...['npm', 'view', 'nothing', '--registry', url, '--fetch-retries', '0', '--no-update-notifier', ...more],
]

checkWays({
  npm: {client: 'npm', cases: [...listCases, ...variableCases], words: url => npm(url)},
  // Told by its own configuration, it reads the list by the same rules.
  'npm-configured': {
    client: 'npm',
    cases: listCases.slice(0, 14),
    words: (url, _, {https_proxy, no_proxy}) => npm(url, `--https-proxy=${https_proxy}`, `--noproxy=${no_proxy}`),
    environment: () => ({}),
  },
})
