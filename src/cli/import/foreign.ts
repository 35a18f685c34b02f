import type { HarvestedKind, HarvestedResource, Repeated } from '../../harvest/harvester.ts'
import type { Triple } from '../../rdf/canonical.ts'

/** How the harvest finds the resources in triples that are not sorted by resource. */
export type Foreign = {
  /** What a resource is by its types. */
  kindOf(types: ReadonlySet<string>): HarvestedKind | undefined
  idOf(iri: string): string
  /** @returns whether the resource was not met before */
  meet(iri: string): boolean
  /** Takes in the triples of one graph. */
  open(): {
    add(triple: Triple): void
    /** Yields the resources; returns the number of triples that belong to none, by type. */
    resources(): Generator<HarvestedResource | Repeated, Record<string, number>>
    close(): void
  }
}
