import {stringify} from 'yaml'
import type {VerifyReport} from '../verify-site.ts'

/** The Test Anything Protocol, version 14, one line for each check and a block of YAML under what there is more to say of. */
export function tapLines({checks}: VerifyReport): readonly string[] {
  const lines = checks.flatMap(({outcome, group, title, message, note, where, seconds}, index) => {
    const line = `${outcome === 'passed' ? 'ok' : 'not ok'} ${index + 1} - ${escaped(`${group}: ${title}`)}`
    if (outcome === 'passed' && note === undefined) return [line]
    const more = outcome === 'passed' ? {note} : {message, note, at: where, seconds}
    const block = stringify(more, {lineWidth: 0}).trimEnd()
    return [line, ...['---', ...block.split('\n'), '...'].map(text => `  ${text}`)]
  })
  return ['TAP version 14', `1..${checks.length}`, ...lines]
}

function escaped(text: string): string {
  return text.replaceAll(/[\\#]/g, '\\$&').replaceAll('\n', ' ')
}
