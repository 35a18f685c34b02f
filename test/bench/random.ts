export type Random = ReturnType<typeof createRandom>

/** Mulberry32: small, fast, and the same numbers on every machine. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return {
    below,
    /** True in so many cases of a hundred. */
    chance: (percent: number) => below(100) < percent,
    pick<T>(list: readonly T[]): T {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new RangeError('an empty list has nothing to pick')
      return picked
    },
  }
}

/** A seed for a combination of numbers; neighbouring ones are far apart. */
export const seedOf = (...numbers: number[]) =>
  numbers.reduce((hash, number) => Math.imul(hash ^ number, 0x9e3779b1) ^ (hash >>> 13), 0x811c9dc5)
