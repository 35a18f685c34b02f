import { pino } from 'pino'
import { startGraph, type Graph } from '../../src/store/graph.ts'
import { imageFile, recordsFile } from '../../src/store/record-file.ts'
import { benchParts } from './server.ts'

export const startIndex = (settings: { file: string; image: string; replicas: number }): Graph =>
  startGraph({ ...settings, timeoutMs: 60_000, maxWaiting: 64, log: pino({ level: 'silent' }) })

/** Record and index in this process, put together as a server has them. */
export function openStore(folder: string, { replicas }: { replicas: number }) {
  const parts = benchParts(folder, {
    committed: (quads) => graph?.follow(quads),
    checkRoom: () => graph?.checkRoom(),
  })
  const file = recordsFile(folder)
  const graph = replicas > 0 ? startIndex({ file, image: imageFile(folder), replicas }) : undefined

  return {
    ...parts,
    file,
    graph,
    ready: async () => graph?.ready(),
    async close() {
      await graph?.stop()
      parts.records.close()
    },
  }
}
