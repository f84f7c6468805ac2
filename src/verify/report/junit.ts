import type {CheckResult} from '../check.ts'
import type {VerifyReport} from '../verify-site.ts'

/** The report as JUnit XML, a suite for each group, as GitLab and others read it. */
export function junitXml({site, stage, checks, failed, seconds}: VerifyReport): string {
  const groups = Object.entries(Object.groupBy(checks, ({group}) => group))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${text(`${site} ${stage}`)}" tests="${checks.length}" failures="${failed}" time="${seconds}">`,
    ...groups.flatMap(([group, members = []]) => suite(group, members)),
    '</testsuites>\n',
  ].join('\n')
}

function suite(group: string, checks: readonly CheckResult[]): readonly string[] {
  const failures = checks.filter(({outcome}) => outcome === 'failed').length
  return [
    `  <testsuite name="${text(group)}" tests="${checks.length}" failures="${failures}">`,
    ...checks.map(check => testCase(group, check)),
    '  </testsuite>',
  ]
}

function testCase(group: string, {title, where, message, note, seconds}: CheckResult): string {
  const [file, line] = where?.split(':') ?? []
  const place = [file && ` file="${text(file)}"`, line && ` line="${text(line)}"`].filter(Boolean).join('')
  const head = `    <testcase classname="${text(group)}" name="${text(title)}"${place} time="${seconds}"`
  const said = note === undefined ? '' : `<system-out>${text(note)}</system-out>`
  if (message === undefined) return said === '' ? `${head}/>` : `${head}>${said}</testcase>`
  const first = message.split('\n')[0] ?? ''
  const body = [where, message].filter(Boolean).join('\n')
  return `${head}><failure message="${text(first)}">${text(body)}</failure>${said}</testcase>`
}

const entities: Readonly<Record<string, string>> = {'<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;'}

/** XML 1.0 has no way to write most control characters. */
function text(value: string): string {
  const printable = value.replaceAll(/\p{Cc}/gu, control => (control === '\n' || control === '\t' ? control : '?'))
  return printable.replaceAll(/[<>&"]/g, character => entities[character] ?? character)
}
