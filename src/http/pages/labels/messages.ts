import type { Language } from '../language.ts'
import { de } from './messages-de.ts'
import { en } from './messages-en.ts'

/** Every text of the pages; the German one is the pattern that other languages have to fill. */
export type Messages = typeof de

export const messages: Record<Language, Messages> = { de, en }
