import {causeOf} from './causes.ts'

/** What to tell whoever reads that a download failed, with these words of the program that tried: cause and change. */
export function downloadAdvice(text: string): readonly string[] {
  const cause = causeOf(text)
  return cause === undefined ? [] : [cause.sentence, cause.advice]
}
