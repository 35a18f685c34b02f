import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { fileWith } from '../harvest/harvest-kit.ts'
import { temporaryFolder } from '../store.ts'
import { findbuch } from './findbuch.ts'

/** What RDF may look like at its oddest; blank nodes that only their neighbours tell apart included. */
export const oddities = `
  @prefix : <http://example.org/> .
  @prefix dcat: <http://www.w3.org/ns/dcat#> .
  @prefix dct: <http://purl.org/dc/terms/> .
  @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
  :plain a dcat:Dataset ; dct:title "Ü\\"\\\\ \\n \\u0007 <http://example.org/plain> ."@de-AT, "x" ;
    dct:issued "01"^^xsd:integer, "1"^^xsd:integer, "2020-01-01T00:00:00+00:00"^^xsd:dateTime .
  <http://example.org/ümlaut/%C3%BC?a=b&c='d'#e,f;g> a dcat:Dataset ; dct:title "𝄞 \\u00AD" .
  :nodes a dcat:Dataset ; dcat:distribution [ dct:title "a" ; :next _:b ], _:b, [ ], [ ] .
  _:b :next [ :next _:b ] .
  [] a dcat:Dataset ; dct:identifier "without IRI" ; dct:relation :plain .
  <urn:uuid:6f7e4b1a-0000-4000-8000-000000000000> a dcat:Dataset ; dct:title "urn" .
  :row a dcat:DatasetSeries ; dct:title "Reihe"@de .
  :service a dcat:DataService ; dct:title "Dienst" ; dcat:servesDataset :plain .
  :catalogue a dcat:Catalog ; dct:title "Katalog" ; dcat:dataset :plain, :nodes .
`

/** A data folder into which a catalogue was harvested, and how. */
export const harvested = (turtle = oddities) =>
  harvest(fileWith(turtle), { DATA_DIR: temporaryFolder() })

export async function harvest(source: string, environment: { DATA_DIR: string }) {
  const args = ['harvest', source, '--source', 'odd', '--catalogue', 'kreis']
  const { code } = await findbuch(args, environment)
  expect(code).toBe(0)
  return { environment, args }
}

/** Everything in a data folder, as N-Quads. */
export async function exported(environment: Record<string, string>) {
  const { code, stdout } = await findbuch(['export', '-'], environment)
  expect(code).toBe(0)
  return stdout
}

/** Imports into a folder of its own, or the one given. */
export async function imported(
  file: string,
  { args = [], environment = {} }: { args?: string[]; environment?: Record<string, string> } = {},
) {
  const settings = { DATA_DIR: temporaryFolder(), ...environment }
  const { code, stdout, stderr } = await findbuch(['import', file, '--json', ...args], settings)
  return {
    code,
    stderr,
    environment: settings,
    report: stdout === '' ? undefined : JSON.parse(stdout),
  }
}

/** A file of a fitting name with such content. */
export function exportFile(content: string | Uint8Array, name = 'export.nq') {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, content)
  return file
}
