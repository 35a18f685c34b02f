const endings = new Set<() => void>()

/**
 * Has something done when this process ends before its time, by an error or a signal.
 *
 * @returns what calls that off
 */
export function atEnd(work: () => void): () => void {
  if (endings.size === 0) watch()
  endings.add(work)
  return () => endings.delete(work)
}

const watch = once(() => {
  process.on('exit', () => {
    // What came last rests on what came first.
    for (const work of [...endings].toReversed()) work()
  })
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1))
})

function once(work: () => void) {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    work()
  }
}
