import { parentPort, workerData } from 'node:worker_threads'
import { load, type LoadSettings } from './load.ts'

/** In a thread of its own: what it receives must not delay what another client measures. */
const settings: LoadSettings = workerData // oxlint-disable-line typescript/no-unsafe-type-assertion -- sent by loop.ts
parentPort?.postMessage(await load(settings))
