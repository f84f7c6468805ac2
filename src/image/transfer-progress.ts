/** One line of the engine's progress of a pull or push. */
export interface TransferEvent {
  /** Layer. */
  readonly id?: string
  readonly progressDetail?: {readonly current?: number; readonly total?: number}
}

/** Tells coarse percentages of all layers together: each of 25, 50 and 75 at most once. */
export class TransferProgress {
  readonly #tell: (percent: number) => void
  readonly #layers = new Map<string, {readonly current: number; readonly total: number}>()
  #told = 0

  constructor(tell: (percent: number) => void) {
    this.#tell = tell
  }

  take({id, progressDetail: {current, total} = {}}: TransferEvent): void {
    if (id === undefined || current === undefined || total === undefined || total === 0) return
    this.#layers.set(id, {current: Math.min(current, total), total})
    const layers = [...this.#layers.values()]
    const whole = layers.reduce((sum, layer) => sum + layer.total, 0)
    const done = layers.reduce((sum, layer) => sum + layer.current, 0)
    const percent = Math.floor((done / whole) * 4) * 25
    if (percent <= this.#told || percent >= 100) return
    this.#told = percent
    this.#tell(percent)
  }
}
