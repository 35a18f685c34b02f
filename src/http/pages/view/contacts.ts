import { entity, written } from './entity.ts'
import { line } from './lines.ts'
import { anything, code, type Reader } from './readers.ts'
import { term } from './term.ts'
import type { Value } from './value.ts'
import type { Viewing } from './viewing.ts'

/** vCard puts a value where it belongs or into a node of its own. */
const vcardValue = (token: string, { reading }: Viewing) =>
  [term('vcard:hasValue'), term('vcard:value')].flatMap((name) => reading.take(token, name))[0] ??
  token

const link = (href: string, text: string): Value => ({
  kind: 'link',
  href,
  host: undefined,
  text,
  language: undefined,
  note: undefined,
})

const mail: Reader = (token, viewing) => {
  const found = vcardValue(token, viewing)
  const address = written(found).replace(/^mailto:/i, '')
  return /^[^\s@<>"()?&/:,;]+@[^\s@<>"()?&/:,;]+$/.test(address)
    ? link(`mailto:${address}`, address)
    : anything(found, viewing)
}

const phone: Reader = (token, viewing) => {
  const found = vcardValue(token, viewing)
  const number = written(found).replace(/^tel:/i, '').replaceAll('%20', ' ')
  return /^\+?[\d ()/.-]{3,40}$/.test(number)
    ? link(`tel:${number.replace(/[^+\d]/g, '')}`, number)
    : anything(found, viewing)
}

const addressLines = [
  line('street', anything, term('vcard:street-address')),
  line('postalCode', anything, term('vcard:postal-code')),
  line('locality', anything, term('vcard:locality')),
  line('region', anything, term('vcard:region')),
  line('country', anything, term('vcard:country-name')),
]

export const agent = entity([
  line('agentType', code, term('dct:type')),
  line('email', mail, term('foaf:mbox')),
  line('phone', phone, term('foaf:phone')),
  line('website', anything, term('foaf:homepage'), term('foaf:page')),
])

export const contact = entity([
  line('organisation', anything, term('vcard:organization-name')),
  line('email', mail, term('vcard:hasEmail'), term('vcard:email')),
  line('phone', phone, term('vcard:hasTelephone'), term('vcard:tel')),
  line('website', anything, term('vcard:hasURL'), term('vcard:url')),
  line('address', entity(addressLines), term('vcard:hasAddress'), term('vcard:adr')),
  ...addressLines,
])

export const attribution = entity([
  line('role', code, term('dcat:hadRole')),
  line('agent', agent, term('prov:agent')),
])
