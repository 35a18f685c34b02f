import { FindbuchError } from '../errors.ts'
import { bundledContexts } from './context.ts'

/** Hands jsonld the contexts that Findbuch brings along, and never asks the network for another. */
export function loadBundledContext(url: string) {
  const document = Object.hasOwn(bundledContexts, url) ? bundledContexts[url] : undefined
  if (document === undefined) throw contextNotBundled(url)
  // A static document is processed once for all documents that name it.
  return {
    contextUrl: undefined,
    documentUrl: url,
    document: { ...document },
    tag: 'static' as const,
  }
}

const contextNotBundled = (url: string) =>
  new FindbuchError({
    code: 'context-not-bundled',
    status: 422,
    message: `The JSON-LD context ${url} is not one of those that Findbuch knows, and contexts are not fetched. Write it out in the document.`,
    details: { context: url, known: Object.keys(bundledContexts) },
  })
