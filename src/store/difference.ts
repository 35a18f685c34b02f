/** What has to be taken from and put to a set of N-Triples lines; both sides are texts of whole lines. */
export type Difference = { removed: string; added: string }

export const lines = (text: string): string[] => text.match(/[^\n]+\n/g) ?? []

export function difference(before: string, after: string): Difference {
  const old = new Set(lines(before))
  const added = lines(after).filter((line) => !old.delete(line))
  return { removed: [...old].join(''), added: added.join('') }
}

/** The one difference that has the effect of several, applied in order. */
export function fold(differences: readonly Difference[]): Difference {
  const removed = new Set<string>()
  const added = new Set<string>()
  for (const step of differences) {
    for (const line of lines(step.removed)) if (!added.delete(line)) removed.add(line)
    for (const line of lines(step.added)) if (!removed.delete(line)) added.add(line)
  }
  return { removed: [...removed].join(''), added: [...added].join('') }
}
