import {stringify} from 'yaml'
import type {VerifyReport} from '../verify-site.ts'

/** The Test Anything Protocol, version 14, one line for each check and a block of YAML under each failure. */
export function tapLines({checks}: VerifyReport): readonly string[] {
  const lines = checks.flatMap(({outcome, group, title, message, where, seconds}, index) => {
    const line = `${outcome === 'passed' ? 'ok' : 'not ok'} ${index + 1} - ${escaped(`${group}: ${title}`)}`
    if (outcome === 'passed') return [line]
    const block = stringify({message, ...(where !== undefined && {at: where}), seconds}, {lineWidth: 0}).trimEnd()
    return [line, ...['---', ...block.split('\n'), '...'].map(text => `  ${text}`)]
  })
  return ['TAP version 14', `1..${checks.length}`, ...lines]
}

function escaped(text: string): string {
  return text.replaceAll(/[\\#]/g, '\\$&').replaceAll('\n', ' ')
}
