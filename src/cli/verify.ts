import type { Terminal } from './backup.ts'
import { factsText } from './backup.ts'
import { progressBar, type Bar } from './bar.ts'

type Facts = { revision: number; graphs: number; quads: number }

export type VerifyParts = {
  signal: AbortSignal
  verify(options: {
    signal: AbortSignal
    onStep(name: string): void
    onProgress(done: number, total: number): void
    onFinding(finding: { where: string; what: string }): void
  }): Promise<Facts>
}

/** Checks the whole record and prints what is wrong, a line each; the exit code says whether anything is. */
export async function verifyCommand({ verify, signal }: VerifyParts, { stdout, stderr }: Terminal) {
  let bar: Bar | undefined
  let findings = 0
  try {
    const facts = await verify({
      signal,
      onStep(name) {
        bar?.end()
        bar = progressBar(stderr, name)
      },
      onProgress: (done, total) => bar?.show(done, total),
      onFinding({ where, what }) {
        findings += 1
        stdout.write(`${where}: ${what.replaceAll('\n', ' ')}\n`)
      },
    })
    bar?.end()
    const verdict = findings === 0 ? 'all is as it has to be' : `${findings} found wrong`
    stdout.write(`${verdict}: ${factsText(facts)}\n`)
    return findings === 0 ? 0 : 1
  } catch (error) {
    bar?.end()
    if (!signal.aborted) throw error
    stderr.write('The check was stopped.\n')
    return 2
  }
}
