import { expect, test } from 'vitest'
import { Problem } from '../../src/http/problem.ts'
import { Value } from 'typebox/value'
import { testApp } from '../app.ts'

test.for([
  ['GET', '/nothing/here', 404],
  ['GET', '/datasets/unknown', 404],
  ['GET', '/catalog?page=0', 400],
  ['GET', '/catalog?page=99', 404],
  ['GET', '/catalog?paging=modern', 400],
  ['GET', '/sparql', 400],
  ['GET', '/%zz', 400],
  ['POST', '/datasets/unknown', 405],
  ['DELETE', '/catalogues', 405],
  ['PUT', '/', 405],
  ['POST', '/sparql', 415],
  ['DELETE', '/sparql', 405],
  ['PATCH', '/nothing/here', 404],
] as const)('%s %s is a problem document with status %i', async ([method, url, status]) => {
  const { app } = await testApp()
  const answer = await app.inject({ method, url, headers: { origin: 'http://other.example' } })
  expect(answer.statusCode).toBe(status)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  expect(Value.Check(Problem, answer.json())).toBe(true)
  expect(answer.json()).toMatchObject({ status, instance: url.split('?', 1).join() })
})

test('405 says what is allowed, whatever the body is', async () => {
  const { app } = await testApp()
  const payload = 'x'.repeat(100)
  const answer = await app.inject({
    method: 'PUT',
    url: '/datasets/unknown',
    payload,
    headers: { 'content-type': 'no/thing' },
  })
  expect(answer.statusCode).toBe(405)
  expect(answer.headers.allow).toBe('GET, HEAD')
  const sparql = await app.inject({ method: 'DELETE', url: '/sparql' })
  expect(sparql.headers.allow).toBe('GET, HEAD, POST')
})

test('a wrong parameter is named', async () => {
  const { app } = await testApp()
  const answer = await app.inject({ url: '/catalog?page=two' })
  expect(answer.json()).toMatchObject({
    type: 'urn:findbuch:problem:bad-parameter',
    detail: 'Parameter "page" must be integer.',
    parameters: [{ parameter: 'page' }],
  })
})

test('people get a page that says what is wrong', async () => {
  const { app } = await testApp()
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const answer = await app.inject({ url: '/datasets/unknown', headers: { accept } })
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.body).toContain('There is no dataset')
})

test('a bug of ours tells the client nothing and the log everything', async () => {
  const lines: string[] = []
  const { app, records, keep } = await testApp({
    logger: { logger: { level: 'error', stream: { write: (line) => lines.push(line) } } },
  })
  const id = await keep('<http://example.org/d> a dcat:Dataset .')
  records.database.exec('ALTER TABLE resource RENAME TO elsewhere')
  const answer = await app.inject({ url: `/datasets/${id}` })
  expect(answer.statusCode).toBe(500)
  expect(answer.json()).toMatchObject({ type: 'urn:findbuch:problem:internal' })
  expect(answer.body).not.toMatch(/resource|sqlite|at /i)
  expect(lines.join()).toContain('no such table')
})

test('preflight is answered for every path', async () => {
  const { app } = await testApp()
  const answer = await app.inject({
    method: 'OPTIONS',
    url: '/sparql',
    headers: {
      origin: 'http://other.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type, accept',
    },
  })
  expect(answer.statusCode).toBe(204)
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers': 'content-type, accept',
  })
  expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
})

test('the Host header leads nowhere', async () => {
  const { app, keep } = await testApp()
  const id = await keep('<http://example.org/d> a dcat:Dataset .')
  for (const url of [`/datasets/${id}`, '/catalog', '/', '/catalogues.ttl', '/openapi.json']) {
    const answer = await app.inject({
      url,
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.body + JSON.stringify(answer.headers)).not.toContain('evil')
  }
})

test('a request is logged in one line without its query', async () => {
  const lines: string[] = []
  const { app } = await testApp({
    logger: { logger: { level: 'info', stream: { write: (line) => lines.push(line) } } },
  })
  await app.inject({ url: '/catalog?page=1&secret=geheim', headers: { 'x-api-key': 'geheim' } })
  await app.inject({ url: '/nothing?secret=geheim' })
  await app.inject({ url: '/%zz?secret=geheim' })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'request', method: 'GET', path: '/catalog', status: 200, reqId: 'req-1' },
    { msg: 'request', method: 'GET', path: '/nothing', status: 404 },
    { msg: 'request', method: 'GET', path: '/%zz', status: 400 },
  ])
  expect(lines.join()).not.toContain('geheim')
})
