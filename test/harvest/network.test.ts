import { createServer, type RequestListener } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createFetch } from '../../src/harvest/fetch.ts'
import { isAddressRange } from '../../src/harvest/addresses.ts'

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const settings = {
  allow: ['127.0.0.1'],
  timeoutMs: 2000,
  maxBytes: 1000,
  maxRedirects: 5,
  userAgent: 'test',
  pausesMs: [1],
}
const never = new AbortController().signal

test.for([
  'http://127.0.0.1:8099/',
  'http://localhost:8099/',
  'http://[::1]:8099/',
  'http://[::ffff:127.0.0.1]:8099/',
  'http://[::ffff:a00:1]:8099/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://172.31.255.255/',
  'http://169.254.169.254/latest/meta-data',
  'http://0.0.0.0:8099/',
  'http://2130706433:8099/',
  'http://0x7f.1:8099/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[::7f00:1]/',
  'http://[::ffff:0:7f00:1]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fec0::1]/',
])('%s is refused', async (url) => {
  const fetch = createFetch({ ...settings, allow: [], pausesMs: [] })
  await expect(fetch(url, never)).rejects.toMatchObject({
    code: 'address-refused',
    message: expect.stringContaining('NETWORK_ALLOW'),
  })
})

test('a redirect to a private address is refused', async () => {
  const url = await serve((_, reply) =>
    reply.writeHead(302, { location: 'http://10.1.2.3/' }).end(),
  )
  await expect(createFetch(settings)(url, never)).rejects.toMatchObject({ code: 'address-refused' })
})

test('an allowed address is reached and the final URL is told', async () => {
  const url = await serve((request, reply) => {
    if (request.url === '/') reply.writeHead(301, { location: '/catalog.ttl' }).end()
    else reply.writeHead(200, { 'content-type': 'text/turtle' }).end('<a> <b> <c> .')
  })
  const answer = await createFetch(settings)(url, never)
  expect(answer.url).toBe(`${url}/catalog.ttl`)
  expect(answer.contentType).toBe('text/turtle')
  expect(Buffer.concat(answer.body).toString()).toBe('<a> <b> <c> .')
})

test('redirects end after five', async () => {
  const url = await serve((_, reply) => reply.writeHead(302, { location: '/again' }).end())
  await expect(createFetch(settings)(url, never)).rejects.toMatchObject({
    code: 'too-many-redirects',
  })
})

test('a redirect to another scheme is refused', async () => {
  const url = await serve((_, reply) =>
    reply.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  )
  await expect(createFetch(settings)(url, never)).rejects.toMatchObject({ code: 'bad-url' })
})

test('a busy source is asked again, a missing page is not', async () => {
  const asked = { busy: 0, missing: 0 }
  const url = await serve((request, reply) => {
    if (request.url === '/missing') {
      asked.missing += 1
      reply.writeHead(404).end()
    } else if (++asked.busy === 1) reply.writeHead(503).end()
    else reply.end('ok')
  })
  const fetch = createFetch(settings)
  await fetch(`${url}/busy`, never)
  await expect(fetch(`${url}/missing`, never)).rejects.toMatchObject({
    code: 'source-status',
    message: expect.stringContaining('404'),
  })
  expect(asked).toEqual({ busy: 2, missing: 1 })
})

test('an answer that is too long or never ends is cut off with its reason', async () => {
  const url = await serve((request, reply) => {
    if (request.url === '/long') reply.end('x'.repeat(2000))
    else reply.write('x')
  })
  const fetch = createFetch({ ...settings, timeoutMs: 200, pausesMs: [] })
  await expect(fetch(`${url}/long`, never)).rejects.toMatchObject({ code: 'too-large' })
  await expect(fetch(`${url}/endless`, never)).rejects.toMatchObject({ code: 'source-timeout' })
})

test('a connection that breaks off says so', async () => {
  const url = await serve((_, reply) => {
    reply.writeHead(200, { 'content-length': '100' })
    reply.write('x', () => reply.destroy())
  })
  const fetch = createFetch({ ...settings, pausesMs: [] })
  await expect(fetch(url, never)).rejects.toMatchObject({ code: 'source-unreachable' })
})

test('a stop ends a request', async () => {
  const url = await serve(() => {})
  const stop = new AbortController()
  const answer = createFetch(settings)(url, stop.signal)
  stop.abort(new Error('stopped'))
  await expect(answer).rejects.toThrow('stopped')
})

test.for([
  ['127.0.0.1', true],
  ['10.0.0.0/8', true],
  ['fd00::/8', true],
  ['::1', true],
  ['10.0.0.0/33', false],
  ['10.0.0.0/8/9', false],
  ['localhost', false],
  ['', false],
] as const)('%s as address range: %s', ([text, expected]) => {
  expect(isAddressRange(text)).toBe(expected)
})
