import {createHash} from 'node:crypto'

const size = 624
const shift = 397

/** Python's `random.Random(seed)`: the same seed gives the same choices as in Ansible. */
export class MersenneTwister {
  readonly #state = new Uint32Array(size)
  #index = size

  constructor(seed: bigint) {
    this.#seedByArray(wordsOf(seed < 0n ? -seed : seed))
  }

  /** The generator that Python makes of a text. */
  static fromText(text: string): MersenneTwister {
    const bytes = Buffer.from(text)
    const seeded = Buffer.concat([bytes, createHash('sha512').update(bytes).digest()])
    return new MersenneTwister(BigInt(`0x${seeded.toString('hex')}`))
  }

  /** A random integer from 0 up to, but not including, `limit`, which is below 2 ** 53. */
  below(limit: number): number {
    const bits = limit.toString(2).length
    for (;;) {
      const candidate = this.#bits(bits)
      if (candidate < limit) return candidate
    }
  }

  #bits(count: number): number {
    if (count <= 32) return this.#next() >>> (32 - count)
    const low = this.#next()
    return this.#bits(count - 32) * 0x100000000 + low
  }

  #next(): number {
    if (this.#index >= size) this.#twist()
    let word = this.#state[this.#index++] ?? 0
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return (word ^ (word >>> 18)) >>> 0
  }

  #twist(): void {
    for (let index = 0; index < size; index++) {
      const word = (this.#at(index) & 0x80000000) | (this.#at(index + 1) & 0x7fffffff)
      this.#state[index] = this.#at(index + shift) ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0)
    }
    this.#index = 0
  }

  #at(index: number): number {
    return this.#state[index % size] ?? 0
  }

  #seedByNumber(seed: number): void {
    this.#state[0] = seed
    for (let index = 1; index < size; index++) {
      const previous = this.#at(index - 1)
      this.#state[index] = Math.imul(1812433253, previous ^ (previous >>> 30)) + index
    }
  }

  #seedByArray(words: readonly number[]): void {
    this.#seedByNumber(19650218)
    let index = 1
    const mix = (factor: number) => {
      const previous = this.#at(index - 1)
      return this.#at(index) ^ Math.imul(previous ^ (previous >>> 30), factor)
    }
    const advance = () => {
      index++
      if (index < size) return
      this.#state[0] = this.#at(size - 1)
      index = 1
    }
    const rounds = Math.max(size, words.length)
    for (let round = 0; round < rounds; round++) {
      const position = round % words.length
      this.#state[index] = mix(1664525) + (words[position] ?? 0) + position
      advance()
    }
    for (let round = 1; round < size; round++) {
      this.#state[index] = mix(1566083941) - index
      advance()
    }
    this.#state[0] = 0x80000000
  }
}

function wordsOf(seed: bigint): number[] {
  const words: number[] = []
  for (let rest = seed; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn))
  return words.length === 0 ? [0] : words
}
