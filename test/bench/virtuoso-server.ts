import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { atEnd } from './endings.ts'

const program = 'virtuoso-t'
const sqlClient = 'isql-vt'

/** The Debian package that has them. */
export const virtuosoPackage = 'virtuoso-opensource'

/** All triples are in one graph, for Virtuoso counts a triple once for each graph that has it. */
export const virtuosoGraph = 'urn:findbuch:bench'

export const hasVirtuoso = () =>
  [program, sqlClient].every((name) => spawnSync('which', [name]).status === 0)

const startMs = 60_000
const loadMs = 600_000

/** Virtuoso with a database of its own in `folder`, on free ports of this machine. */
export async function startVirtuoso(folder: string) {
  const [sql, http] = [await freePort(), await freePort()]
  const data = join(folder, 'data')
  mkdirSync(data)
  const settings = join(folder, 'virtuoso.ini')
  writeFileSync(settings, settingsOf({ folder, sql, http }))
  const child = spawn(program, ['+foreground', '+configfile', settings], {
    stdio: 'ignore',
    cwd: folder,
  })
  const ended = atEnd(() => child.kill('SIGKILL'))
  const exit = once(child, 'exit').finally(ended)
  const endpoint = `http://127.0.0.1:${http}/sparql`

  return {
    endpoint,
    origin: `http://127.0.0.1:${http}`,

    /** Where the N-Triples to be loaded have to be. */
    data,

    async ready() {
      for (let waited = 0; waited < startMs; waited += 100) {
        if (child.exitCode !== null) throw new Error(readFileSync(join(folder, 'log'), 'utf8'))
        const isUp = await fetch(`${endpoint}?query=ASK%20%7B%7D`, {
          signal: AbortSignal.timeout(5000),
        }).then(
          ({ ok }) => ok,
          () => false,
        )
        if (isUp) return
        await setTimeout(100)
      }
      throw new Error('Virtuoso does not answer.')
    },

    /** Loads what is in the folder, with Virtuoso's own bulk loader, and checks that it found no error. */
    loadAll() {
      const { stdout, status, error } = spawnSync(sqlClient, [`127.0.0.1:${sql}`, 'dba', 'dba'], {
        input: `ld_dir('${data}', '*.nt', '${virtuosoGraph}');
rdf_loader_run();
checkpoint;
select concat('failed: ', ll_error) from DB.DBA.load_list where ll_error is not null;
`,
        encoding: 'utf8',
        timeout: loadMs,
      })
      if (error || status !== 0 || /failed:|\*\*\* Error/.test(stdout))
        throw new Error(`Virtuoso has not loaded the data: ${stdout}`, { cause: error })
    },

    async stop() {
      child.kill()
      const forced = globalThis.setTimeout(() => child.kill('SIGKILL'), 10_000)
      await exit
      clearTimeout(forced)
    },
  }
}

type Settings = { folder: string; sql: number; http: number }

/** Buffers of 8 kB for 1.3 GB; results that are not cut; no checkpoint while it is measured. */
const settingsOf = ({ folder, sql, http }: Settings) => `
[Database]
DatabaseFile = ${folder}/virtuoso.db
ErrorLogFile = ${folder}/log
LockFile = ${folder}/lock
TransactionFile = ${folder}/virtuoso.trx
xa_persistent_file = ${folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = ${folder}/temporary.db
TransactionFile = ${folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:${sql}
DisableUnixSocket = 1
DirsAllowed = ${folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
CheckpointInterval = 0
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:${http}
ServerThreads = 40
MaxKeepAlives = 40
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
`

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address !== null && typeof address === 'object' ? address.port : 0
}
