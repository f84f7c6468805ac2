/**
 * Does work between two changes: the second one takes the first back, also when the work fails. What went wrong in the work
 * is what is told then.
 */
export async function forAWhile<T>(work: () => Promise<T>, takeBack: () => Promise<unknown>): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (error) {
    await takeBack().catch(() => undefined)
    throw error
  }
  await takeBack()
  return result
}
