import { FindbuchError } from '../errors.ts'
import { syntaxes, type Syntax } from './syntax.ts'

/** Where something stands in a text, both counted from 1. */
export type Position = { line?: number | undefined; column?: number | undefined }

export function syntaxError(syntax: Syntax, { line, column }: Position, what: string) {
  const place = [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ')
  return new FindbuchError({
    code: 'rdf-syntax',
    status: 400,
    message: `${syntaxes[syntax].label}${place && `, ${place}`}: ${what}`,
    details: { syntax, ...(line && { line }), ...(column && { column }) },
  })
}

export const notRdf = (what: string, details: Record<string, unknown> = {}) =>
  new FindbuchError({ code: 'not-rdf', status: 415, message: what, details })

export const htmlInsteadOfRdf = (title: string | undefined) =>
  new FindbuchError({
    code: 'html-instead-of-rdf',
    status: 415,
    message: `This is an HTML page and not RDF${title ? `; its title is "${title}"` : ''}.`,
  })

export const tooLarge = (maxBytes: number) =>
  new FindbuchError({
    code: 'too-large',
    status: 413,
    message: `The document is larger than ${maxBytes} bytes once it is unpacked.`,
    details: { maxBytes },
  })

export const tooDeep = (syntax: Syntax, levels: number, position: Position) =>
  new FindbuchError({
    code: syntax === 'json-ld' ? 'json-too-deep' : 'too-deep',
    status: 400,
    message: `${syntaxes[syntax].label}${position.line ? `, line ${position.line}` : ''}: nested deeper than ${levels} levels.`,
    details: { syntax, levels, ...(position.line && { line: position.line }) },
  })

export const tooLong = (syntax: Syntax, characters: number, line: number | undefined) =>
  new FindbuchError({
    code: 'token-too-long',
    status: 413,
    message: `${syntaxes[syntax].label}${line ? `, after line ${line}` : ''}: a text, name or comment is longer than ${characters} characters, or does not end.`,
    details: { syntax, ...(line && { line }) },
  })

export const newerThanRdf11 = (what: string, line: number | undefined) =>
  new FindbuchError({
    code: 'rdf-1.2',
    status: 400,
    message: `${line ? `Line ${line}: ` : ''}${what} belongs to RDF 1.2; only RDF 1.1 is taken.`,
    details: line ? { line } : {},
  })

export const repairNeeded = (kind: string, message: string, details: Record<string, unknown>) =>
  new FindbuchError({
    code: 'repair-needed',
    status: 400,
    message,
    details: { repair: kind, ...details },
  })
