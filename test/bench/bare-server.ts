import Fastify from 'fastify'

/** The least that Fastify can do: a route that answers with a string of a given length. */
const body = 'x'.repeat(Number(process.argv[2] ?? 8000))
const app = Fastify()
app.get('/', (_, reply) => reply.type('text/turtle').send(body))
await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${app.listeningOrigin}\n`)
