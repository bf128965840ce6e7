/** A new id, of 32 hexadecimal digits. `crypto.randomUUID` is missing over plain http on a name that is not loopback. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
