import { FindbuchError } from '../../errors.ts'
import type { HarvestedResource, Notice, Repeated } from '../../harvest/harvester.ts'
import { prepareOne } from '../../harvest/prepare.ts'
import { tripleOf } from '../../rdf/canonical-statements.ts'
import { readStatements, type Statement } from '../../rdf/statement.ts'
import { rdf } from '../../rdf/vocabulary.ts'
import type { Foreign } from './foreign.ts'
import type { Imported, ImportedResource, ImportJob } from './imported.ts'

type Graph = { iri: string | undefined; ntriples: string; notices: Notice[] }

/** A graph that is named like a resource in it is that resource; any other one is taken apart. */
export async function* takeForeign(
  { iri, ntriples, notices }: Graph,
  foreign: Foreign,
  job: ImportJob,
): AsyncGenerator<Imported> {
  const triples = readStatements(ntriples)
  const kind = iri === undefined ? undefined : kindOf(iri, triples, foreign)
  if (iri !== undefined && kind !== undefined) {
    if (!foreign.meet(iri)) throw metBefore(iri)
    const resource = { kind, iri, id: foreign.idOf(iri), triples: triples.map(tripleOf), notices }
    yield foreignResource(await prepareOne(resource), job)
    return
  }
  for (const notice of notices) yield { what: 'notice', notice }
  const page = foreign.open()
  try {
    for (const triple of triples) page.add(tripleOf(triple))
    yield* takePage(page, job)
  } finally {
    page.close()
  }
}

/** Every resource of a page, and then what belongs to none. */
export async function* takePage(
  page: ReturnType<Foreign['open']>,
  job: ImportJob,
): AsyncGenerator<Imported> {
  const resources = page.resources()
  let step = resources.next()
  for (; !step.done; step = resources.next()) {
    yield foreignResource(await prepareOne(firstOf(step.value)), job)
  }
  yield { what: 'unassigned', counts: step.value }
}

/** In a feed a resource may come again; in a file its parts would be lost with it. */
const firstOf = (resource: HarvestedResource | Repeated): HarvestedResource =>
  'repeated' in resource ? { ...resource, broken: metBefore(resource.iri) } : resource

function kindOf(iri: string, statements: readonly Statement[], foreign: Foreign) {
  if (!/^https?:/i.test(iri)) return undefined
  const types = statements
    .filter(({ subject, predicate }) => subject === `<${iri}>` && predicate === type)
    .map(({ object }) => object.slice(1, -1))
  const kind = foreign.kindOf(new Set(types))
  return kind === 'catalogue' ? undefined : kind
}

const type = `<${rdf('type').value}>`

function foreignResource(
  prepared: Awaited<ReturnType<typeof prepareOne>>,
  {
    catalogue = 'import',
    source = null,
  }: { catalogue?: string | undefined; source?: string | null | undefined },
): Imported {
  if (prepared.what === 'broken') return prepared
  const { kind } = prepared
  const owner: Pick<ImportedResource, 'id' | 'source'> =
    kind === 'catalogue'
      ? { id: catalogue, source: null }
      : { id: prepared.id, source: source ?? null }
  return { ...prepared, ...owner, catalogue, dates: undefined, foreign: true }
}

const metBefore = (iri: string) =>
  new FindbuchError({
    code: 'duplicate',
    status: 409,
    message: `${iri} is described in more than one graph; the first was taken.`,
  })
