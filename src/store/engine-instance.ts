import { createRequire } from 'node:module'
import type oxigraph from 'oxigraph'

export type Oxigraph = typeof oxigraph

/** What the engine's package keeps to itself of its WebAssembly instance. */
export type Exports = { memory: WebAssembly.Memory; __wbindgen_externrefs: WebAssembly.Table }

const require = createRequire(import.meta.url)

/**
 * The Oxigraph package of this thread and the exports of its WebAssembly instance, through which alone
 * memory can be measured and copied. They are caught while the package loads, so another part of the
 * thread must not have loaded it before.
 */
export function loadOxigraph(): { oxigraph: Oxigraph; exports: Exports | undefined } {
  let exports: Exports | undefined
  const { Instance } = WebAssembly
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports: WebAssembly.Imports = {}) {
      super(module, imports)
      if (isOfEngine(this.exports)) exports = this.exports
    }
  }
  try {
    const oxigraph: Oxigraph = require('oxigraph') // oxlint-disable-line typescript/no-unsafe-type-assertion -- the package's own types
    return { oxigraph, exports }
  } finally {
    WebAssembly.Instance = Instance
  }
}

/** Has the next engine of this thread begin with an instance of its own, as the one there is was spoilt. */
export function discardOxigraph() {
  delete require.cache[require.resolve('oxigraph')]
}

/** The engine's binary. */
export const wasmFile = () => require.resolve('oxigraph/node_bg.wasm')

const isOfEngine = (exports: object): exports is Exports =>
  'memory' in exports &&
  exports.memory instanceof WebAssembly.Memory &&
  '__wbindgen_externrefs' in exports &&
  exports.__wbindgen_externrefs instanceof WebAssembly.Table
