/** Asks once for each name, however many want to know; a failure is an answer like any other. */
export function remember<Result>(find: (name: string) => Promise<Result>): (name: string) => Promise<Result> {
  const answers = new Map<string, Promise<Result>>()
  return name => {
    const known = answers.get(name)
    if (known) return known
    const answer = find(name)
    answers.set(name, answer)
    return answer
  }
}
