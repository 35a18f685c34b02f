import type { Quad } from '@rdfjs/types'
import { FindbuchError } from '../../src/errors.ts'
import type { Doubt, HarvestedResource } from '../../src/harvest/harvester.ts'
import { Unusable } from '../../src/rdf/terms.ts'
import { rdf } from '../../src/rdf/vocabulary.ts'
import { kindOf } from './describe.ts'

const type = rdf('type').value

/** Resources that have something in place of an IRI which is none, so that nothing is left of them. */
export function collectLost() {
  const types = new Map<string, Set<string>>()

  return {
    see({ subject, predicate, object }: Quad) {
      if (predicate.value !== type) return
      const value = subject instanceof Unusable ? subject.text : subject.value
      const known = types.get(value)
      if (known) known.add(object.value)
      else types.set(value, new Set([object.value]))
    },

    *resources(): Generator<HarvestedResource | Doubt> {
      for (const [value, itsTypes] of types) {
        const kind = kindOf(itsTypes)
        if (kind === undefined || kind === 'catalogue') continue
        const iri = value.slice(0, 300).toWellFormed()
        yield { kind, iri, broken: withoutName(iri) }
        yield { doubt: withoutName(iri) }
      }
    },
  }
}

const withoutName = (iri: string) =>
  new FindbuchError({
    code: 'not-an-iri',
    status: 422,
    message: `"${iri}" is no IRI, so it cannot be told which resource this is.`,
  })
