import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fill, temporaryFolder } from './server.ts'

/** A data folder with generated datasets. */
export type Filled = { folder: string; ids: readonly string[]; iris: readonly string[] }

export type Folders = ReturnType<typeof openFolders>

/** Data folders that the benchmarks share, as filling one takes longer than most of them. */
export function openFolders() {
  const filled = new Map<number, Filled>()
  const temporary: ReturnType<typeof temporaryFolder>[] = []
  const make = () => {
    const made = temporaryFolder()
    temporary.push(made)
    return made.folder
  }

  return {
    /** To be read only. */
    async filled(datasets: number): Promise<Filled> {
      const known = filled.get(datasets)
      if (known) return known
      const folder = make()
      const made = { folder, ...(await fill(folder, datasets)) }
      filled.set(datasets, made)
      return made
    },

    /** To be written to. */
    async copied(datasets: number): Promise<Filled> {
      const original = await this.filled(datasets)
      const folder = join(make(), 'data')
      cpSync(original.folder, folder, { recursive: true })
      return { ...original, folder }
    },

    empty: make,

    remove() {
      for (const { remove } of temporary.splice(0)) remove()
    },
  }
}
