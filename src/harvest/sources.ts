import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { FindbuchError } from '../errors.ts'

const Id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' })

const Texts = Type.Record(
  Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$' }),
  Type.String({ minLength: 1 }),
)

/** How a catalogue describes itself, where the source does not say it or says it badly. */
const CatalogueDefinition = Type.Object(
  {
    id: Id,
    title: Type.Optional(Texts),
    description: Type.Optional(Texts),
    publisher: Type.Optional(
      Type.Object({
        name: Type.String({ minLength: 1 }),
        iri: Type.Optional(Type.String({ format: 'uri' })),
      }),
    ),
    homepage: Type.Optional(Type.String({ format: 'uri' })),
  },
  { additionalProperties: false },
)
export type CatalogueDefinition = Static<typeof CatalogueDefinition>

const SourceDefinition = Type.Object(
  {
    id: Id,
    kind: Type.String(),
    /** An http(s) URL, or a path relative to the file that defines the source. */
    location: Type.String({ minLength: 1 }),
    catalogue: CatalogueDefinition,
    strict: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type SourceDefinition = Static<typeof SourceDefinition>

const definitions = Compile(Type.Array(SourceDefinition))

/**
 * Reads the definitions of the partner portals.
 *
 * @throws FindbuchError `bad-sources`, which names each value that is wrong
 */
export function readSources(file: string): SourceDefinition[] {
  const content = parseJson(file)
  if (!definitions.Check(content)) {
    const wrong = definitions
      .Errors(content)
      .map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
    throw badSources(file, wrong.join('; '))
  }
  const ids = content.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw badSources(file, `the id "${twice}" is given twice`)
  return content.map((source) => ({ ...source, location: locate(source.location, dirname(file)) }))
}

export const isUrl = (location: string) => /^https?:\/\//i.test(location)

export const locate = (location: string, folder: string) =>
  isUrl(location) ? location : resolve(folder, location)

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw badSources(file, cause instanceof Error ? cause.message : String(cause))
  }
}

const badSources = (file: string, why: string) =>
  new FindbuchError({ code: 'bad-sources', status: 500, message: `SOURCES (${file}): ${why}` })
