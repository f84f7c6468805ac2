/**
 * Works on many hosts, at most `forks` at a time, in order; nobody waits for the slowest. All are finished before it
 * returns; the first error is then thrown.
 */
export async function runOnHosts<Item, Result>(
  items: readonly Item[],
  forks: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const waiting = items.entries()
  const results = new Array<PromiseSettledResult<Result>>(items.length)
  const worker = async () => {
    for (const [place, item] of waiting) {
      const [result] = await Promise.allSettled([work(item)])
      if (result) results[place] = result
    }
  }
  await Promise.all(Array.from({length: Math.max(1, Math.min(forks, items.length))}, worker))
  return results.map(resultOf)
}

function resultOf<Result>(result: PromiseSettledResult<Result>): Result {
  if (result.status === 'rejected') throw result.reason
  return result.value
}
