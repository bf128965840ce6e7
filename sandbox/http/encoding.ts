/** RFC 5849 §3.6: every byte of the UTF-8 form except `A–Z a–z 0–9 - . _ ~` becomes `%XX`, in capitals. */
export function percentEncode(text: string): string {
  // Most names and values need nothing; finding that out is quicker than encoding.
  if (/^[\w.~-]*$/.test(text)) return text
  if (/[\udc80-\udcff]/u.test(text))
    return text
      .split(/(?=[\udc80-\udcff])/u)
      .map(encodeRawByte)
      .join('')
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A piece that begins with a byte that {@link rawBytes} marked, or has none. */
function encodeRawByte(piece: string): string {
  const [, byte, rest = ''] = /^([\udc80-\udcff])(.*)$/su.exec(piece) ?? []
  if (byte === undefined) return percentEncode(piece)
  return `%${(byte.charCodeAt(0) - 0xdc00).toString(16).toUpperCase()}${percentEncode(rest)}`
}

/**
 * Bytes that are no UTF-8 as a text that can be signed as it came: each byte above ASCII is a lone surrogate, which no
 * real text holds.
 */
export function rawBytes(latin1: string): string {
  return latin1.replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)))
}

/** True for what {@link rawBytes} made. */
export function holdsRawBytes(text: string): boolean {
  return /[\udc80-\udcff]/u.test(text)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of these bytes; null when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/**
 * Undoes percent-encoding. `raw` holds one byte a character, as Node hands over request lines and headers. A `%`
 * without two hex digits stays as it is. Null when the bytes are not UTF-8.
 */
export function percentDecode(raw: string): string | null {
  if (/^[\x20-\x7e]*$/.test(raw)) {
    if (!raw.includes('%')) return raw
    const decoded = decodeWellFormed(raw)
    if (decoded !== null) return decoded
  }
  const bytes = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decodeUtf8(Buffer.from(bytes, 'latin1'))
}

/** The platform's own decoding, quick and as strict about UTF-8; null where it refuses, a lone `%` included. */
function decodeWellFormed(ascii: string): string | null {
  try {
    return decodeURIComponent(ascii)
  } catch {
    return null
  }
}

/** As {@link percentDecode}, for queries and form bodies, where `+` is a space. */
export function formDecode(raw: string): string | null {
  return percentDecode(raw.includes('+') ? raw.replaceAll('+', ' ') : raw)
}

/** As {@link formDecode}, for servers that take any bytes, see {@link rawBytes}. */
export function formDecodeBytes(raw: string): string {
  const decoded = formDecode(raw)
  if (decoded !== null) return decoded
  const bytes = raw
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return rawBytes(bytes)
}
