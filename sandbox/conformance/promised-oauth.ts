import { randomUUID } from 'node:crypto'
import type { OAuth } from 'oauth'

/** The calls of the library `oauth` as promises: they reject with its own error, `{statusCode, data}`. */

/** A token and its secret, with whatever else was answered. */
export interface Pair {
  token: string
  secret: string
  rest: Record<string, string>
}

export function requestToken(oauth: OAuth): Promise<Pair> {
  return new Promise((resolve, reject) => {
    oauth.getOAuthRequestToken({}, (error, token, secret, rest) =>
      error ? reject(error) : resolve({ token, secret, rest }),
    )
  })
}

export function accessToken(oauth: OAuth, token: string, secret: string, verifier: string): Promise<Pair> {
  return new Promise((resolve, reject) => {
    oauth.getOAuthAccessToken(token, secret, verifier, (error, given, givenSecret, rest) =>
      error ? reject(error) : resolve({ token: given, secret: givenSecret, rest }),
    )
  })
}

export function get(oauth: OAuth, address: string, { token, secret }: Pick<Pair, 'token' | 'secret'>) {
  return new Promise<unknown>((resolve, reject) => {
    oauth.get(address, token, secret, (error, data) =>
      error ? reject(error) : resolve(JSON.parse(String(data))),
    )
  })
}

/** `body` is a form as an object, or bytes with their type. */
export function post(
  oauth: OAuth,
  address: string,
  { token, secret }: Pick<Pair, 'token' | 'secret'>,
  body: Record<string, string> | Buffer,
  type?: string,
) {
  return new Promise<unknown>((resolve, reject) => {
    oauth.post(address, token, secret, body, type, (error, data) =>
      error ? reject(error) : resolve(data ? JSON.parse(String(data)) : null),
    )
  })
}

/** A body of one picture and some fields, as callers of this library build it by hand. */
export function multipart(part: string, picture: Buffer, fields: Record<string, string> = {}) {
  const boundary = `----${randomUUID()}`
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="picture.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`
  return {
    body: Buffer.concat([
      Buffer.from(`${texts.join('')}${head}`),
      picture,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}
