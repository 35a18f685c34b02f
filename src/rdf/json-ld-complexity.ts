import { FindbuchError } from '../errors.ts'

/** A context is kept in a cache by its text, and processed anew where others around it differ. */
const maxContextLength = 256 << 10
const maxContextsInOne = 32
const maxContexts = 10_000

/** Contexts inside contexts are put on and off with each node that has their type. */
const maxScopingLength = 64 << 10
const maxScoped = 64
const maxTypesWithScopes = 100_000

/** Sets inside arrays are joined in time that grows with the square of their number; 3 s at this bound. */
const maxJoins = 1e9

/** Bounds what the expansion of a document costs beyond its size, which the library does not. */
export function watchComplexity(text: string) {
  const setNames = namesOf('@set', text)
  const typeNames = namesOf('@type', text)
  let contexts = 0
  let scoped = 0
  let types = 0
  let joins = 0

  return {
    context(context: unknown) {
      if (typeof context !== 'object' || context === null) return
      if (++contexts > maxContexts) throw tooComplex(`more than ${maxContexts} contexts`)
      if (Array.isArray(context) && context.length > maxContextsInOne) {
        throw tooComplex(`a context of more than ${maxContextsInOne} parts`)
      }
      const written = JSON.stringify(context)
      const inside = written.split('"@context":').length - 1
      scoped += inside
      const maxLength = inside > 0 ? maxScopingLength : maxContextLength
      if (written.length > maxLength)
        throw tooComplex(`a context of more than ${maxLength} characters`)
      if (scoped > maxScoped) throw tooComplex(`more than ${maxScoped} contexts in contexts`)
    },
    array(items: readonly unknown[]) {
      const sets = items.filter((item) => isSet(item, setNames)).length
      joins += sets ** 2
      if (joins > maxJoins) throw tooComplex('too many arrays in arrays')
    },
    member(key: string, value: unknown) {
      if (typeNames.has(key)) types += Array.isArray(value) ? value.length : 1
    },
    done() {
      if (scoped === 0 || types <= maxTypesWithScopes) return
      throw tooComplex(`more than ${maxTypesWithScopes} types beside contexts in contexts`)
    },
  }
}

const isSet = (item: unknown, setNames: ReadonlySet<string>) =>
  Array.isArray(item) ||
  (typeof item === 'object' && item !== null && Object.keys(item).some((key) => setNames.has(key)))

/** A keyword and the names that a context may have given to it. */
function namesOf(keyword: string, text: string) {
  const alias = new RegExp(`"([^"@][^"]*)"\\s*:\\s*(?:\\{\\s*"@id"\\s*:\\s*)?"${keyword}"`, 'g')
  return new Set([keyword, ...Array.from(text.matchAll(alias), ([, name = '']) => name)])
}

const tooComplex = (what: string) =>
  new FindbuchError({
    code: 'json-ld-too-complex',
    status: 413,
    message: `The JSON-LD document has ${what}.`,
  })
