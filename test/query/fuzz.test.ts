import { expect, test } from 'vitest'
import { FindbuchError } from '../../src/errors.ts'
import { createQuery } from '../../src/query/query.ts'
import { base, submission, testStore } from '../store.ts'
import { randomQuery } from './random-query.ts'

const rounds = 2500

/** What may come of a query that gets past the guard: never `query-too-complex`, which would be a trap. */
const answers = new Set([
  'answered',
  'query-syntax',
  'query-refused',
  'query-timeout',
  'result-too-large',
])

test('whatever the guard lets through, the engine outlives', { timeout: 300_000 }, async () => {
  const { graph, catalogue } = await testStore({ timeoutMs: 3000 })
  const turtle = '<> a dcat:Dataset ; dct:title "a" , "b" ; dcat:keyword "c" .'
  catalogue.accept([await submission(turtle)])
  const query = createQuery({ graph, base, maxQueryBytes: 65_536, maxResultBytes: 1e6 })
  const outcomes = new Map<string, number>()
  for (let seed = 1; seed <= rounds; seed += 1) {
    const text = randomQuery(seed)
    const outcome = await outcomeOf(text)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  expect(outcomes.get('answered')).toBeGreaterThan(rounds / 4)
  expect(outcomes.get('refused: query-too-complex')).toBeGreaterThan(rounds / 20)
  expect([...outcomes.keys()]).not.toContain('refused: query-syntax')

  async function outcomeOf(text: string) {
    const question = await refusal(async () => query.read(text))
    if (typeof question === 'string') return `refused: ${question}`
    await graph.ready()
    const mediaType = question.gives === 'graph' ? 'text/turtle' : 'text/csv'
    const answer = await refusal(async () => ({
      text: await query.answer(question, { mediaType }),
    }))
    const outcome = typeof answer === 'string' ? answer : 'answered'
    expect(answers, `${outcome} for ${text.slice(0, 2000)}`).toContain(outcome)
    return outcome
  }
})

async function refusal<T>(ask: () => Promise<T>): Promise<T | string> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof FindbuchError) return error.code
    throw error
  }
}
