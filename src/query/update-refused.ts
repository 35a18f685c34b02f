import { FindbuchError } from '../errors.ts'

export const updateRefused = () =>
  new FindbuchError({
    code: 'update-refused',
    status: 400,
    message: 'This endpoint answers queries only; it takes no SPARQL Update.',
  })
