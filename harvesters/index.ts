import type { Harvester } from '../src/harvest/harvester.ts'
import { dcatRdf } from './dcat-rdf/index.ts'

/** Every way of publishing that Findbuch can read. */
export const harvesters: readonly Harvester[] = [dcatRdf]
