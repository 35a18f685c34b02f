import Fastify from 'fastify'

/** The least that Fastify can do: a route that answers with a string of a given length, and logs nothing. */
const [length = '8000', headers = '{}'] = process.argv.slice(2)
const body = 'x'.repeat(Number(length))
const sent = JSON.parse(headers) as Record<string, string>
const app = Fastify()
app.get('/', (_, reply) => reply.type('text/turtle').headers(sent).send(body))
await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${app.listeningOrigin}\n`)
