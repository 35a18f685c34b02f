import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import { expect, test } from 'vitest'
import { imageFile } from '../../src/store/record-file.ts'
import { generated, loggingGraph } from '../store/index-kit.ts'
import { testRecords } from '../store.ts'
import { findbuch } from './findbuch.ts'

test('verify tells of a damaged image, and checks all else without it', async () => {
  const { folder, catalogue } = testRecords()
  catalogue.accept(await generated(800))
  const { graph, seen } = loggingGraph(folder)
  await seen('index image')
  await graph.stop()
  damage(imageFile(folder))
  const { code, stdout } = await findbuch(['verify'], { DATA_DIR: folder })
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: expect.stringMatching(
      /findbuch\.index: Error: Its checksum is wrong\.\n1 found wrong:/,
    ),
  })
})

function damage(file: string) {
  const descriptor = openSync(file, 'r+')
  const noise = Buffer.alloc(4096, 0x55)
  for (const part of [2, 3, 4]) {
    const place = Math.floor(fstatSync(descriptor).size / part)
    writeSync(descriptor, noise, 0, noise.length, place)
  }
  closeSync(descriptor)
}
