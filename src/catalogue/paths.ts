import type { Kind } from '../store/resource.ts'

/** Where the resources of a kind have their pages. */
export const paths = {
  catalogue: 'catalogues',
  dataset: 'datasets',
  series: 'series',
  service: 'services',
} as const satisfies Record<Exclude<Kind, 'record'>, string>

export type DescribedKind = keyof typeof paths

/** The page of a resource, `base` being the public URL of the service without a slash at its end. */
export const pageOf = (base: string, kind: DescribedKind, id: string) =>
  `${base}/${paths[kind]}/${id}`

/** The address of a harvest source. */
export const sourcePage = (base: string, id: string) => `${base}/harvest/sources/${id}`
