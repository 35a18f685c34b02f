import type { Harvester } from '../../src/harvest/harvester.ts'
import { read } from './read.ts'

/** DCAT as RDF: a dump or a feed paged with Hydra terms, in any of the six syntaxes. */
export const dcatRdf: Harvester = { kind: 'dcat-rdf', read }
