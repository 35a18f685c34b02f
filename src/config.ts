import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { FindbuchError } from './errors.ts'
import { isAddressRange } from './harvest/addresses.ts'

/** The parts of a setting that is a list. */
export const listOf = (value: string) => value.split(',').flatMap((part) => part.trim() || [])

const bytes = (mebibytes: number) => mebibytes * 1024 * 1024

/** Every setting, with what the README says of it. */
export const Config = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
  PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65535,
    description: 'Port to listen on; 0 takes a free one',
  }),
  BASE_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s/?#]+(/[^\\s?#]*)?$',
      description:
        'Public URL of the service: all IRIs that Findbuch makes begin with it. Without it, `http://HOST:PORT`',
    }),
  ),
  DATA_DIR: Type.String({ default: './data', description: 'The data folder' }),
  SOURCES: Type.Optional(
    Type.String({
      description:
        'JSON file that defines the harvest sources. Without it, the example portal (`harvesters/sources.json`)',
    }),
  ),
  NETWORK_ALLOW: Type.Refine(
    Type.String({
      default: '',
      description:
        'Private addresses or CIDR ranges that may be harvested, separated by commas, such as `10.1.0.0/16`',
    }),
    (value) => listOf(value).every(isAddressRange),
    () => 'must be addresses or CIDR ranges separated by commas',
  ),
  LOG_LEVEL: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    default: 'info',
    description: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`',
  }),
  MAX_BODY_BYTES: Type.Integer({
    default: bytes(32),
    minimum: 1024,
    description: 'Largest request body (413)',
  }),
  SPARQL_TIMEOUT_SECONDS: Type.Number({
    default: 10,
    exclusiveMinimum: 0,
    description: 'A query is stopped after this time (504)',
  }),
  SPARQL_MAX_QUERY_BYTES: Type.Integer({
    default: 65536,
    minimum: 256,
    description: 'Longest query text (413)',
  }),
  SPARQL_MAX_RESULT_BYTES: Type.Integer({
    default: bytes(64),
    minimum: 1024,
    maximum: bytes(400),
    description:
      'Largest query result (507); a client that leaves twice as much unread has to come again (503)',
  }),
  SPARQL_MAX_WAITING: Type.Integer({
    default: 64,
    minimum: 1,
    description: 'Queries that may wait at once (503)',
  }),
  SPARQL_MAX_PER_CLIENT: Type.Integer({
    default: 4,
    minimum: 1,
    description: 'Queries of one client (address) that are carried out at once; its others wait',
  }),
  INDEX_REPLICAS: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 64,
      description:
        'Threads that each hold the whole index. Without it, one for each core and 4 GiB of memory, at most 4',
    }),
  ),
  INDEX_MAX_BYTES: Type.Integer({
    default: 2 ** 32,
    minimum: bytes(32),
    maximum: 2 ** 32,
    description:
      'Memory that one replica may take; at 95 % of it writes are refused (507). WebAssembly ends at the default',
  }),
  FEED_PAGE_SIZE: Type.Integer({
    default: 100,
    minimum: 1,
    maximum: 1000,
    description: 'Resources on a page of the feed, when `size` is not given',
  }),
  HARVEST_TIMEOUT_SECONDS: Type.Number({
    default: 30,
    exclusiveMinimum: 0,
    description: 'A source has to answer completely within this time',
  }),
  HARVEST_MAX_PAGE_BYTES: Type.Integer({
    default: bytes(64),
    minimum: 1024,
    description: 'Largest page or dump fetched from a source, unpacked',
  }),
  HARVEST_MAX_MINUTES: Type.Number({
    default: 360,
    exclusiveMinimum: 0,
    description: 'Longest harvest run',
  }),
  HARVEST_MAX_GONE_PERCENT: Type.Number({
    default: 50,
    minimum: 0,
    maximum: 100,
    description:
      'If more than this share of a source (and more than 20 resources) vanish in one run, nothing is deleted',
  }),
})
export type Config = Static<typeof Config>

/**
 * Reads the settings from the environment; an empty variable counts as not set.
 *
 * @throws FindbuchError `bad-settings`, which names every setting that is wrong
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(Config.properties)
      .map((name) => [name, environment[name]?.trim()])
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const config: unknown = Value.Convert(Config, Value.Default(Config, given))
  if (Value.Check(Config, config)) return config
  const wrong = Value.Errors(Config, config).map(
    ({ instancePath, message }) => `${instancePath.slice(1)} ${message}`,
  )
  throw new FindbuchError({
    code: 'bad-settings',
    status: 500,
    message: `Settings: ${[...new Set(wrong)].join('; ')}`,
  })
}

/** The settings as a Markdown table. */
export function settingsTable(): string {
  const rows = Object.entries(Config.properties).map(([name, schema]) => {
    const value = annotation(schema, 'default')
    return `| \`${name}\` | ${value && `\`${value}\``} | ${annotation(schema, 'description')} |`
  })
  return ['| setting | default | what |', '| --- | --- | --- |', ...rows].join('\n')
}

function annotation(schema: object, name: 'default' | 'description') {
  const value: unknown = Reflect.get(schema, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
