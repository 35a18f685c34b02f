import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** Converting text to numbers costs more than all else of a request, so it is done, and made ready, only where it is needed. */
export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  const check = Compile(route.schema)
  let convertAndCheck: ReturnType<typeof TypeBoxValidatorCompiler> | undefined
  return (value: unknown) => {
    if (check.Check(value)) return { value }
    convertAndCheck ??= TypeBoxValidatorCompiler(route)
    return convertAndCheck(value)
  }
}
