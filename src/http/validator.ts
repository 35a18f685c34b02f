import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** Converting text to numbers costs more than all else of a request, so it is done only where it is needed. */
export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  const check = Compile(route.schema)
  const convertAndCheck = TypeBoxValidatorCompiler(route)
  return (value: unknown) => (check.Check(value) ? { value } : convertAndCheck(value))
}
