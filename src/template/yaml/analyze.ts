/** Which styles a text may be written in without changing. */
export interface Analysis {
  readonly isMultiline: boolean
  readonly isPlainInFlow: boolean
  readonly isPlainInBlock: boolean
  readonly isSingleQuotable: boolean
}

/** Follows libyaml, whose output Ansible's `to_yaml` is. */
export function analyze(text: string): Analysis {
  if (text === '') return {isMultiline: false, isPlainInFlow: false, isPlainInBlock: true, isSingleQuotable: true}
  const isMultiline = /[\r\n\x85\u2028\u2029]/.test(text)
  const isSpecial = unprintable.test(text) || /[ ][\r\n\x85\u2028\u2029]/.test(text)
  const isBreakBeforeSpace = /[\r\n\x85\u2028\u2029][ ]/.test(text)
  const hasEdge = /^[ \r\n\x85\u2028\u2029]|[ \r\n\x85\u2028\u2029]$/.test(text)
  const isPlain = !isMultiline && !isSpecial && !hasEdge
  const isBlockIndicated = startsWithIndicator(text) || /: |:$|\s#|:\t/.test(text)
  const isFlowIndicated = isBlockIndicated || /^[?:]|[,?[\]{}:]/.test(text)
  return {
    isMultiline,
    isPlainInFlow: isPlain && !isFlowIndicated,
    isPlainInBlock: isPlain && !isBlockIndicated,
    isSingleQuotable: !isSpecial && !isBreakBeforeSpace,
  }
}

/** What libyaml does not print as it is: control characters, tabs and everything beyond the basic plane. */
export const unprintable = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u

function startsWithIndicator(text: string): boolean {
  return /^(?:[#,[\]{}&*!|>'"%@`]|[?:](?:\s|$)|-(?:\s|$)|---|\.\.\.)/.test(text)
}
