import {BaseSequencer, type TestSpecification} from 'vitest/node'

/**
 * Files of minutes, which start before all others so that no worker is left alone with one at the end. Those that mostly
 * wait stand between those that keep a core busy.
 */
const longest = [
  'situations',
  'follow-swarm-service',
  'internal-network',
  'rsyslogd-client',
  'quickstart',
  'deploy-verdicts',
  'deploy-services',
  'site',
  'canary',
  'repository',
  'verify-site',
  'setup-hosts',
]

/** The order files are run in, also where no earlier run has left its times. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({moduleId}: TestSpecification) => {
      const place = longest.findIndex(name => moduleId.endsWith(`/${name}.integration.test.ts`))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}
