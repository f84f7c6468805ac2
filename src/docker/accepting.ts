import {engineStatus} from './engine-failure.ts'

/** Waits for the engine, taking the given statuses as success: gone is what was wanted, stopped is stopped. */
export async function accepting<T>(statuses: readonly number[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (statuses.includes(engineStatus(error) ?? 0)) return undefined
    throw error
  }
}
