import { closeSync, fsyncSync, openSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import type { Submission } from '../../src/catalogue/catalogue.ts'
import type { Folders } from './folders.ts'
import { generateDataset } from './dataset.ts'
import { revised } from './revised.ts'
import { submission } from './server.ts'
import { openStore } from './store.ts'
import { percentile, round, type Row } from './table.ts'

/** How long one dataset takes to be durable, alone and with an index that follows, beside the disk itself. */
export async function benchWrites(folders: Folders, writes: number): Promise<Row[]> {
  const disk = folders.empty()
  const alone = openStore(folders.empty(), { replicas: 0 })
  const followed = openStore(folders.empty(), { replicas: 1 })
  const series = {
    'create, record alone': [] as number[],
    'update, record alone': [] as number[],
    'create, an index follows': [] as number[],
    'update, an index follows': [] as number[],
    'bare write and fsync of as many bytes': [] as number[],
  }
  const file = openSync(join(disk, 'bare'), 'w')
  try {
    await followed.ready()
    for (let index = 0; index < writes; index += 1) {
      const { create, update } = await pair(index)
      series['create, record alone'].push(timed(() => alone.catalogue.accept([create])))
      series['create, an index follows'].push(timed(() => followed.catalogue.accept([create])))
      await setImmediate()
      series['update, record alone'].push(timed(() => alone.catalogue.accept([update])))
      series['update, an index follows'].push(timed(() => followed.catalogue.accept([update])))
      await setImmediate()
      series['bare write and fsync of as many bytes'].push(timed(() => bare(file, update)))
    }
  } finally {
    closeSync(file)
    await Promise.all([alone.close(), followed.close()])
  }
  return Object.entries(series).map(([what, durations]) => ({
    what: `write of one dataset: ${what}`,
    figure: `${round(percentile(durations, 50), 2)} ms`,
    beside: `p99 ${round(percentile(durations, 99), 2)} ms; ${durations.length} times in turn, on ${fileSystem(disk)}`,
  }))
}

async function pair(index: number) {
  const dataset = generateDataset(index, { seed: 1, version: 0 })
  const id = `d${index}`
  return {
    create: await submission(dataset, id),
    update: await submission(revised(dataset, 1), id),
  }
}

function timed(work: () => void) {
  const start = performance.now()
  work()
  return performance.now() - start
}

function bare(file: number, { graph }: Submission) {
  writeSync(file, graph.packed)
  fsyncSync(file)
}

/** Its number in Linux; there, to sync means nothing. */
const tmpfs = 0x01021994

const fileSystem = (folder: string) =>
  statfsSync(folder).type === tmpfs ? 'TMPFS, WHICH IS NO DISK: set TMPDIR' : 'a disk'
