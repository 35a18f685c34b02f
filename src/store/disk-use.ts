import { stat, statfs } from 'node:fs/promises'

/** What the data folder takes on its disk, and what is left there. */
export async function diskUse({ folder, file, image }: Disk) {
  const [record, wal, saved, system] = await Promise.all([
    sizeOf(file),
    sizeOf(`${file}-wal`),
    sizeOf(image),
    statfs(folder),
  ])
  return {
    record: record.bytes,
    wal: wal.bytes,
    image: saved.bytes,
    /** Milliseconds since the epoch; nothing where there is no image. */
    imageAt: saved.at,
    free: system.bavail * system.bsize,
    size: system.blocks * system.bsize,
  }
}

export type Disk = {
  /** The data folder. */
  folder: string
  /** The record's SQLite file. */
  file: string
  /** Where the image of the index is, if there is one. */
  image: string
}

async function sizeOf(file: string) {
  try {
    const { size, mtimeMs } = await stat(file)
    return { bytes: size, at: mtimeMs }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing) throw error
    return { bytes: 0, at: undefined }
  }
}
