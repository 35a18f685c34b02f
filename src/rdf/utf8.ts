/** One run of well-formed UTF-8 (Unicode, table 3-7), over bytes that are shown as Latin-1. */
const wellFormed =
  // eslint-disable-next-line no-control-regex -- the controls are ASCII as the rest
  /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/y

/** The index of the first byte that is not part of a whole character of UTF-8. */
export function firstInvalidByte(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  let at = 0
  for (;;) {
    wellFormed.lastIndex = at
    if (!wellFormed.test(text)) return at
    at = wellFormed.lastIndex
  }
}
