import { join } from 'node:path'
import { backupCommand, restoreCommand, type Terminal } from './cli/backup.ts'
import { exportCommand, type ExportOptions } from './cli/export.ts'
import { importCommand, type ImportCommandOptions } from './cli/import.ts'
import type { Imported, ImportJob } from './cli/import/imported.ts'
import { verifyCommand } from './cli/verify.ts'
import type { Config } from './config.ts'
import { readInThread } from './harvest/reader.ts'
import { openParts, type PartsInput } from './parts.ts'
import { openAllGraphs } from './store/all-graphs.ts'
import { backupRecord } from './store/backup.ts'
import { lockFolder } from './store/lock.ts'
import { imageFile, recordsFile, refuseInPlaceOfRecord } from './store/record-file.ts'
import { refuseRecordAt, restoreRecord } from './store/restore.ts'
import { verifyRecord, type VerifyOptions } from './store/verify.ts'

export type CommandParts = { config: Config; signal: AbortSignal; terminal: Terminal }

// The commands that keep, check and move the record, with the parts they need; each returns its exit code.

export const backup = (
  { config, signal, terminal }: CommandParts,
  options: { file: string; force?: boolean },
) => {
  const file = recordsFile(config.DATA_DIR)
  const refuse = (target: string) => refuseInPlaceOfRecord(config.DATA_DIR, target)
  const parts = { signal, refuse, backup: backupRecord.bind(undefined, file) }
  return backupCommand(parts, options, terminal)
}

export async function restore({ config, terminal }: CommandParts, options: { file: string }) {
  const recordFile = recordsFile(config.DATA_DIR)
  const refuse = () => refuseRecordAt(recordFile)
  const unlock = lockFolder(config.DATA_DIR)
  try {
    return await restoreCommand({ recordFile, refuse, restore: restoreRecord }, options, terminal)
  } finally {
    unlock()
  }
}

export function verify({ config, signal, terminal }: CommandParts) {
  const file = recordsFile(config.DATA_DIR)
  const image = imageFile(config.DATA_DIR)
  const parts = {
    signal,
    verify: (options: Omit<VerifyOptions, 'image'>) => verifyRecord(file, { ...options, image }),
  }
  return verifyCommand(parts, terminal)
}

export function exportAll(
  { config, signal, terminal }: CommandParts,
  options: ExportOptions & { file: string },
) {
  const file = recordsFile(config.DATA_DIR)
  const open = (catalogue: string | undefined) => openAllGraphs(file, catalogue)
  return exportCommand({ signal, open }, options, terminal)
}

export async function importAll(
  { signal, terminal, ...input }: CommandParts & PartsInput,
  options: ImportCommandOptions & { file: string },
) {
  const { config, base, environment } = input
  const { catalogue, records } = openParts(input)
  try {
    const read = readInThread<ImportJob, Imported>(new URL('import-thread.ts', import.meta.url))
    const scratch = join(config.DATA_DIR, 'tmp')
    const parts = { catalogue, read, base, now: environment.now, signal, scratch }
    return await importCommand(parts, options, terminal)
  } finally {
    records.close()
  }
}
