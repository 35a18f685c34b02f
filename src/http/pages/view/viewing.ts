import type { Language } from '../language.ts'
import { readGraph, type GraphReading } from './graph-reading.ts'
import { messages, type Messages } from '../labels/messages.ts'

/** What the readers of one page share. */
export type Viewing = {
  reading: GraphReading
  language: Language
  messages: Messages
  /** The page of a resource that Findbuch has itself. */
  pageOf(iri: string): string | undefined
  /** Nodes that have a place of their own on the page, where all that is known of them is shown. */
  placed: Set<string>
}

export function startViewing(input: {
  ntriples: string
  language: Language
  pageOf(iri: string): string | undefined
}): Viewing {
  const pages = new Map<string, string | undefined>()
  return {
    reading: readGraph(input.ntriples),
    language: input.language,
    messages: messages[input.language],
    placed: new Set(),
    pageOf(iri) {
      if (!pages.has(iri)) pages.set(iri, input.pageOf(iri))
      return pages.get(iri)
    },
  }
}

/** Whether the caller is the first to give this node a place. */
export function place(node: string, { placed }: Viewing): boolean {
  if (placed.has(node)) return false
  placed.add(node)
  return true
}
