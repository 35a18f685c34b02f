import type { Language } from './pages/pages.ts'

/** Nothing runs in a page of ours, and all that it loads is ours. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of a page for people. */
export const pageHeaders = (language: Language) => ({
  'content-type': 'text/html; charset=utf-8',
  'content-language': language,
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'same-origin',
})
