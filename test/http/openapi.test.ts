import { expect, test } from 'vitest'
import { base, dataset, testApp } from '../app.ts'

type Operation = {
  summary?: string
  parameters?: { name: string; in: string; required: boolean }[]
  responses: Record<string, { content?: Record<string, unknown> }>
}
type Description = {
  openapi: string
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
}

async function described() {
  const parts = await testApp()
  const answer = await parts.app.inject({ url: '/openapi.json' })
  return { ...parts, answer, description: answer.json<Description>() }
}

test('the description is OpenAPI 3.1 and has every path', async () => {
  const { answer, description } = await described()
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(description.openapi).toBe('3.1.0')
  expect(description.servers).toEqual([{ url: base }])
  const resources = ['datasets', 'series', 'services'].flatMap((kind) => [
    `/${kind}/{id}`,
    `/${kind}/{id}.{suffix}`,
    `/${kind}/{id}/record`,
    `/${kind}/{id}/record.{suffix}`,
  ])
  expect(Object.keys(description.paths).sort()).toEqual(
    [
      ...resources,
      '/',
      '/index.{suffix}',
      '/catalog',
      '/catalog.{suffix}',
      '/catalogues',
      '/catalogues.{suffix}',
      '/catalogues/{id}',
      '/catalogues/{id}.{suffix}',
      '/catalogues/{id}/catalog',
      '/catalogues/{id}/catalog.{suffix}',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/openapi.json',
      '/sparql',
    ].sort(),
  )
})

test('each operation says what it gives, and how it fails', async () => {
  const { description } = await described()
  for (const [path, operations] of Object.entries(description.paths)) {
    expect(Object.keys(operations), path).not.toContain('head')
    for (const { summary, parameters = [], responses } of Object.values(operations)) {
      expect(summary, path).toMatch(/\w/)
      expect(Object.keys(responses['200']?.content ?? {}), path).not.toEqual([])
      expect(responses['default']?.content, path).toHaveProperty('application/problem+json')
      for (const name of path.match(/(?<=\{)\w+/g) ?? []) {
        expect(parameters, path).toContainEqual(
          expect.objectContaining({ name, in: 'path', required: true }),
        )
      }
    }
  }
})

test('every media type that is described can be had', async () => {
  const { app, description, keep } = await described()
  const iri = 'http://example.org/a'
  const ids = {
    datasets: await keep(dataset(iri), { iri }),
    series: await keep('<http://a/> a dcat:DatasetSeries .', { kind: 'series', iri: 'http://a/' }),
    services: await keep('<http://b/> a dcat:DataService .', { kind: 'service', iri: 'http://b/' }),
    catalogues: await keep('<http://c/> a dcat:Catalog .', { kind: 'catalogue', iri: 'http://c/' }),
  }
  for (const [path, { get }] of Object.entries(description.paths)) {
    if (path.includes('{suffix}') || path === '/sparql') continue
    for (const accept of Object.keys(get?.responses['200']?.content ?? {})) {
      const [, kind] = path.split('/')
      const id = Object.entries(ids).find(([name]) => name === kind)?.[1] ?? ''
      const answer = await app.inject({ url: path.replace('{id}', id), headers: { accept } })
      expect(answer.statusCode, `${path} ${accept}`).toBe(200)
      expect(answer.headers['content-type'], path).toMatch(accept)
    }
  }
})

test('the documentation loads nothing from other hosts', async () => {
  const { app } = await described()
  const page = await app.inject({ url: '/docs' })
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/)
  const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, href = '']) => href)
  expect(links.length).toBeGreaterThan(3)
  for (const href of links) {
    expect(href).toMatch(/^\/docs\/static\//)
    expect((await app.inject({ url: href })).statusCode).toBe(200)
  }
  const settings = await app.inject({ url: '/docs/static/swagger-initializer.js' })
  expect(settings.body).toContain('validatorUrl: null')
})
