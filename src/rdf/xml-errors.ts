const hints: [RegExp, string][] = [
  [
    /entity/,
    'a "&" in a text is written "&amp;", and only &lt; &gt; &amp; &quot; &apos; are known',
  ],
  [/unbound namespace prefix/, 'an attribute xmlns:… with the namespace of the prefix is missing'],
  [/unexpected close tag|unmatched closing tag/, 'elements end in the order in which they began'],
  [/disallowed character in tag name/, 'a "<" in a text is written "&lt;"'],
  [
    /text data outside of root node|document must contain a root/,
    'the document has one root element',
  ],
  [/duplicate attribute/, 'an element has no two attributes of the same name'],
]

/** A complaint of the XML or RDF/XML parser, with advice. */
export function explainXml(message: string, ampersandLine: number | undefined): string {
  const what = message.replace(/[.\s]+$/, '')
  if (ampersandLine !== undefined) {
    return `${what}; the "&" on line ${ampersandLine} begins no entity, it is written "&amp;".`
  }
  const hint = hints.find(([pattern]) => pattern.test(message))?.[1]
  return hint ? `${what} (${hint}).` : `${what}.`
}
