import { Type } from 'typebox'

/**
 * What publiccode.yml 0.5 demands of the keys that we use; an unknown key is a mistake.
 * https://yml.publiccode.tools/schema.core.html
 */

/** The part of the controlled vocabularies that fits a catalogue. */
const category = Type.Enum([
  'content-management',
  'data-analytics',
  'data-collection',
  'data-visualization',
  'digital-citizenship',
  'knowledge-management',
])
const scope = Type.Enum(['local-authorities', 'research', 'science-and-technology', 'society'])

const closed = { additionalProperties: false }
const text = Type.String({ minLength: 1 })
const texts = Type.Array(text, { minItems: 1 })
const url = Type.String({ pattern: '^https?://[^ ]+$' })
const date = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

const description = Type.Object(
  {
    localisedName: Type.Optional(text),
    shortDescription: Type.String({ minLength: 1, maxLength: 150, pattern: '^[^\\n]+$' }),
    longDescription: Type.String({ minLength: 150, maxLength: 10_000 }),
    features: texts,
  },
  closed,
)

const contact = Type.Object({ name: text, affiliation: Type.Optional(text) }, closed)
const dependency = Type.Object({ name: text, versionMin: Type.Optional(text) }, closed)

export const PublicCode = Type.Object(
  {
    publiccodeYmlVersion: Type.Literal('0.5'),
    name: text,
    url,
    softwareVersion: text,
    releaseDate: date,
    platforms: texts,
    categories: Type.Array(category, { minItems: 1 }),
    developmentStatus: Type.Enum(['concept', 'development', 'beta', 'stable', 'obsolete']),
    softwareType: Type.Literal('standalone/web'),
    organisation: Type.Object({ uri: url, name: text }, closed),
    intendedAudience: Type.Object(
      { countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' })), scope: Type.Array(scope) },
      closed,
    ),
    description: Type.Object({ de: description, en: description }, closed),
    legal: Type.Object({ license: text, mainCopyrightOwner: text }, closed),
    maintenance: Type.Object(
      {
        type: Type.Enum(['internal', 'community']),
        contacts: Type.Array(contact, { minItems: 1 }),
      },
      closed,
    ),
    localisation: Type.Object(
      { localisationReady: Type.Literal(true), availableLanguages: texts },
      closed,
    ),
    dependsOn: Type.Object({ open: Type.Array(dependency) }, closed),
  },
  closed,
)
