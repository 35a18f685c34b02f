declare module 'rdf-canonize' {
  import type { Quad } from '@rdfjs/types'

  type Triple = Pick<Quad, 'subject' | 'predicate' | 'object'> & {
    graph: { termType: 'DefaultGraph'; value: '' }
  }

  export function canonize(
    dataset: readonly Triple[],
    options: { algorithm: 'RDFC-1.0'; maxDeepIterations?: number; signal?: AbortSignal },
  ): Promise<string>
}
