/**
 * What the first place gives that gives anything, asked one after the other; the error of the last one when none does. A
 * registry of a run that was stopped is asked no more by itself.
 */
export async function firstThatWorks<T, R>(
  [place, ...others]: readonly T[],
  ask: (place: T) => Promise<R>,
): Promise<R> {
  if (place === undefined) throw new Error('there is no registry to ask')
  try {
    return await ask(place)
  } catch (error) {
    if (others.length === 0) throw error
    return firstThatWorks(others, ask)
  }
}
