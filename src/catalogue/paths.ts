import type { Kind } from '../store/resource.ts'

/** Where the resources of a kind have their pages. */
export const paths = {
  catalogue: 'catalogues',
  dataset: 'datasets',
  series: 'series',
  service: 'services',
} as const satisfies Record<Exclude<Kind, 'record'>, string>

export type DescribedKind = keyof typeof paths

/** Addresses under which the service speaks of something else than a resource of a publisher. */
const ownAddress = /^\/(?:catalog|catalogues\/.*|[a-z]+\/[^/]+\/record)?$/
export const isOwnAddress = (base: string, iri: string) =>
  iri.startsWith(`${base}/`) && ownAddress.test(iri.slice(base.length))

/** The id in the address of a page of ours. */
export function idInPage(base: string, iri: string): string | undefined {
  if (!iri.startsWith(`${base}/`)) return undefined
  return /^\/(?:datasets|series|services)\/([a-z0-9-]{1,128})$/.exec(iri.slice(base.length))?.[1]
}

/** The page of a resource, `base` being the public URL of the service without a slash at its end. */
export const pageOf = (base: string, kind: DescribedKind, id: string) =>
  `${base}/${paths[kind]}/${id}`

/** The address of a harvest source. */
export const sourcePage = (base: string, id: string) => `${base}/harvest/sources/${id}`
