import { resolve } from 'node:path'
import { progressBar } from './bar.ts'
import { wholeFile } from './whole-file.ts'

export type Terminal = { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream }

type Facts = { revision: number; graphs: number; quads: number }

export type BackupParts = {
  signal: AbortSignal
  /** Throws when nothing may be put there, whatever the options. */
  refuse(target: string): void
  backup(
    target: string,
    options: { signal: AbortSignal; onProgress(done: number, total: number): void },
  ): Promise<Facts>
}

/** Copies the record into one file while others go on writing, and says what the copy holds. */
export async function backupCommand(
  { backup, refuse, signal }: BackupParts,
  { file, force }: { file: string; force?: boolean },
  { stdout, stderr }: Terminal,
) {
  const target = resolve(file)
  refuse(target)
  const bar = progressBar(stderr, 'backup')
  try {
    const facts = await wholeFile(target, { force: force ?? false }, (temporary) =>
      backup(temporary, { signal, onProgress: bar.show }),
    )
    bar.end()
    stdout.write(`${target}: ${factsText(facts)}\n`)
    return 0
  } catch (error) {
    bar.end()
    if (!signal.aborted) throw error
    stderr.write('The backup was stopped; nothing was written.\n')
    return 2
  }
}

export const factsText = ({ revision, graphs, quads }: Facts) =>
  `revision ${revision}, ${graphs} graphs, ${quads} quads`

export type RestoreParts = {
  /** Where the record of this data folder belongs. */
  recordFile: string
  /** Throws when there is a record. */
  refuse(): void
  restore(backup: string, target: string, tell: (step: string) => void): Promise<Facts>
}

/** Puts a backup where there is no record yet. */
export async function restoreCommand(
  { recordFile, refuse, restore }: RestoreParts,
  { file }: { file: string },
  { stdout, stderr }: Terminal,
) {
  refuse()
  const tell = (step: string) => void stderr.write(`${step} …\n`)
  const facts = await wholeFile(recordFile, {}, (temporary) =>
    restore(resolve(file), temporary, tell),
  )
  stdout.write(`${recordFile}: ${factsText(facts)}\n`)
  return 0
}
