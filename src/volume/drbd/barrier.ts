/** Something all places do before any of them does the next thing. */
export interface Stage<Place> {
  /** Left out by a place that has nothing to do here: give back undefined. */
  work(place: Place): Promise<void> | undefined
}

/**
 * Takes places through stages in lockstep: a stage begins when every place has ended the one before. When one fails, the
 * others end what they are at, no further stage begins, and the first error, in order of places, is thrown.
 */
export async function inLockstep<Place>(places: readonly Place[], stages: readonly Stage<Place>[]): Promise<void> {
  for (const stage of stages) {
    const results = await Promise.allSettled(places.map(async place => stage.work(place)))
    const failed = results.find(result => result.status === 'rejected')
    if (failed) throw failed.reason
  }
}
