import { syntaxNames, syntaxOfSuffix, type Syntax } from '../../src/rdf/syntax.ts'

export function wholeNumber(value: string, option: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new RangeError(`--${option} takes a whole number.`)
  return Number(value)
}

export function syntaxNamed(value: string): Syntax {
  const syntax = syntaxNames.find((known) => known === value) ?? syntaxOfSuffix(`.${value}`)
  if (!syntax) throw new RangeError(`--format takes one of ${syntaxNames.join(', ')}.`)
  return syntax
}
