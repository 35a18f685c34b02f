import { parseArgs } from 'node:util'
import { syntaxNames } from '../../src/rdf/syntax.ts'
import { syntaxNamed, wholeNumber } from './arguments.ts'
import { writeCatalogue } from './generator.ts'

const usage = `Writes a generated DCAT-AP.de catalogue to standard output.

  npm run --silent generate -- --datasets 1000 --format turtle > catalogue.ttl

  --datasets N       how many datasets (1000)
  --format NAME      ${syntaxNames.join(', ')}, or a file suffix (turtle)
  --seed N           another catalogue (1)
  --start N          the index of the first dataset (0)
  --data-version N   a later state, in which a few percent of the datasets have changed (0)
  --help             this text
`

try {
  const { values } = parseArgs({
    options: {
      datasets: { type: 'string', default: '1000' },
      format: { type: 'string', default: 'turtle' },
      seed: { type: 'string', default: '1' },
      start: { type: 'string', default: '0' },
      'data-version': { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) process.stdout.write(usage)
  else
    await writeCatalogue(process.stdout, {
      count: wholeNumber(values.datasets, 'datasets'),
      syntax: syntaxNamed(values.format),
      seed: wholeNumber(values.seed, 'seed'),
      start: wholeNumber(values.start, 'start'),
      version: wholeNumber(values['data-version'], 'data-version'),
    })
} catch (error) {
  // A reader such as `head` may have had enough.
  if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
