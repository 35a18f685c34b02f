import type { Account } from './graph-protocol.ts'

// When the index is looked after. A rebuild costs a core some 5 µs a quad and doubles the memory for as
// long as it takes; an image costs a second a gigabyte.

/** Loading fewer quads than this takes no time worth an image. */
const leastForImage = 50_000
/** Less garbage than this is not worth a rebuild. */
const leastGarbage = 20_000

/** Whether the record has been at rest for a while, or is being written. */
export type Weather = { quiet: boolean }

/** Whether starting from the image would take noticeably longer than from one made now. */
export function needsImage({ quads, unsaved }: Account, { quiet }: Weather): boolean {
  if (quads < leastForImage) return false
  return unsaved > quads * (quiet ? 0.01 : 0.25)
}

/** Whether rewritten quads slow down queries or take memory: then a fresh replica takes over. */
export function needsRebuild({ quads, garbage }: Account, { quiet }: Weather): boolean {
  return garbage > leastGarbage && garbage > quads * (quiet ? 0.03 : 0.15)
}

/** Whether queries with large intermediate results have left more memory behind than may stay so. */
export const isSwollen = ({ bytes, swollen }: Account): boolean =>
  swollen > 256 << 20 && swollen > bytes / 4

/** What of the memory is in use, or will be again when something is put. */
export const bytesInUse = ({ bytes, swollen }: Account): number => bytes - swollen
