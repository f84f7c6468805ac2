import type {Problem} from './judge.ts'

/** What is wrong at several places is told once, of the first of them, with the others named behind it. */
export function problemLines(problems: readonly Problem[]): readonly string[] {
  const alike = Map.groupBy(problems, ({place, text}) => text.replaceAll(place, '\0'))
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const same = others.length === 0 ? '' : ` The same at ${others.map(({place}) => place).join(', ')}.`
    return [`${first.text}${same}`]
  })
}
