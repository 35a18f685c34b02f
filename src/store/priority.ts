import { setPriority } from 'node:os'

/**
 * Lets the main thread go first where there are fewer cores than threads. Only Linux gives a thread a
 * priority of its own; elsewhere it would be that of the whole process.
 */
export function yieldToMainThread() {
  if (process.platform === 'linux') setPriority(behindMainThread)
}

/** A nice value: about a third of the weight of a thread that has none. */
const behindMainThread = 5
