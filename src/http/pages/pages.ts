/** All pages for people. */
export { catalogueListPage } from './catalogue-list-page.ts'
export { entryPage } from './entry-page.ts'
export type { Language } from './language.ts'
export { problemPage } from './problem-page.ts'
export { resourcePage, type PageInput } from './resource-page.ts'
export { sparqlPage } from './sparql-page.ts'
