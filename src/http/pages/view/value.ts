import type { Formatted } from '../format.ts'
import type { Target } from '../href.ts'
import type { Text } from '../language.ts'

/** What a page shows of one RDF term, or of a node with what is known of it. */
export type Value =
  | ({ kind: 'text' } & Text & Noted)
  | ({ kind: 'link' } & Text & Target & Noted)
  | ({ kind: 'own-link'; href: string } & Text)
  | ({ kind: 'time' } & Formatted)
  | ({ kind: 'number' } & Formatted)
  | { kind: 'period'; from: Value | undefined; to: Value | undefined }
  | { kind: 'geometry'; text: string }
  | { kind: 'entity'; name: Value | undefined; rows: Row[] }

/** A remark on what the text is, such as its datatype. */
type Noted = { note: string | undefined }

/** A property with its values; one that we have no name for is called as in Turtle. */
export type Row = { label: string; foreign: boolean; values: Value[] }

export const plainText = (text: string): Value => ({
  kind: 'text',
  text,
  language: undefined,
  note: undefined,
})
