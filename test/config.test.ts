import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig, settingsTable } from '../src/config.ts'

test('the README has the settings as they are', () => {
  expect(readFileSync('README.md', 'utf8')).toContain(settingsTable())
})

test('without any setting the defaults hold', () => {
  expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, DATA_DIR: './data' })
})

test('an empty variable counts as not set', () => {
  expect(readConfig({ PORT: '', BASE_URL: ' ' })).toMatchObject({ PORT: 8080 })
})

test.for([
  [{ PORT: '80a' }, 'PORT must be integer'],
  [{ PORT: '70000' }, 'PORT must be <= 65535'],
  [{ BASE_URL: 'daten.example' }, 'BASE_URL must match'],
  [{ BASE_URL: 'https://daten.example/?x' }, 'BASE_URL must match'],
  [{ NETWORK_ALLOW: '10.0.0.0/8, intranet' }, 'NETWORK_ALLOW must be addresses'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be equal to one of'],
  [{ SPARQL_TIMEOUT_SECONDS: '0' }, 'SPARQL_TIMEOUT_SECONDS must be > 0'],
] as const)('%o is refused by name', ([environment, message]) => {
  expect(() => readConfig(environment)).toThrow(message)
})

test('every wrong setting is named at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT.*LOG_LEVEL/)
})
