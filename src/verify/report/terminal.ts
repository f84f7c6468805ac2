import type {Paint} from '../../reporter/paint.ts'
import type {CheckResult} from '../check.ts'
import type {VerifyReport} from '../verify-site.ts'

/** The report for a person: counts for what holds, everything about what does not, failures last. */
export function verifyLines(report: VerifyReport, paint: Paint, verbose: boolean): readonly string[] {
  const {checks, passed, failed, seconds} = report
  const shown = checks.filter(({outcome}) => verbose || outcome === 'failed')
  const groups = Object.entries(Object.groupBy(checks, ({group}) => group))
  const counts = groups.map(([group, members = []]) => {
    const holding = members.filter(({outcome}) => outcome === 'passed').length
    const line = `${group}: ${holding} of ${members.length}`
    return holding === members.length ? line : paint('red', line)
  })
  const verdict = `${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s`
  return [...counts, '', ...shown.flatMap(check => describe(check, paint)), paint(failed ? 'red' : 'green', verdict)]
}

function describe({outcome, title, where, message = '', note}: CheckResult, paint: Paint): readonly string[] {
  if (outcome === 'passed') return [`${paint('green', 'holds')}  ${title}.${note === undefined ? '' : `  ${note}`}`]
  const place = where === undefined ? '' : `  ${where}`
  return [`${paint('red', 'FAILS')}  ${title}.${place}`, ...message.split('\n').map(line => `       ${line}`), '']
}
