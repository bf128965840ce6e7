import { encode } from 'next-auth/jwt'
import { readEnv } from '@/lib/server/env'

/** An account of the sandbox that a test made for itself. */
export interface SandboxAccount {
  id_str: string
  screen_name: string
  access_token: string
  access_token_secret: string
}

/** What the sandbox says of a request that reached it. */
export interface SeenRequest {
  method: string
  path: string
  parameters: Record<string, string>
  image?: { bytes: number; sha256: string }
}

async function control(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(`${readEnv().serverOrigin}/__sandbox/${path}`, init)
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`)
  return response
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

let made = 0

/** A fresh account, so that tests can run side by side. */
export async function makeAccount(profile: object = {}): Promise<SandboxAccount> {
  made += 1
  const screen_name = `t${process.pid}_${made}`
  return (await control('accounts', json({ screen_name, ...profile }))).json()
}

/** Rehearses trouble for one account. */
export async function setFault(account: SandboxAccount, fault: object): Promise<void> {
  await control('faults', json({ screen_name: account.screen_name, ...fault }))
}

export async function setModes(account: SandboxAccount, modes: object): Promise<void> {
  await control('modes', json({ screen_name: account.screen_name, ...modes }))
}

/** What reached the sandbox in the name of an account. */
export async function requestsOf(account: SandboxAccount): Promise<SeenRequest[]> {
  const seen: (SeenRequest & { screen_name?: string })[] = await (await control('requests')).json()
  return seen.filter((request) => request.screen_name === account.screen_name)
}

/** A request as the page of somebody who is signed in would send it. */
export async function requestAs(
  account: SandboxAccount,
  path: string,
  init: RequestInit = {},
): Promise<Request> {
  const token = {
    sub: account.id_str,
    handle: account.screen_name,
    accessToken: account.access_token,
    accessTokenSecret: account.access_token_secret,
  }
  const cookie = await encode({ token, secret: readEnv().sessionSecret })
  const headers = new Headers(init.headers)
  // Cookies of our own answers may be given beside it, as a browser would send them back.
  const existing = headers.get('cookie')
  headers.set('cookie', [`plumage.session-token=${cookie}`, ...(existing ? [existing] : [])].join('; '))
  if (!headers.has('origin')) headers.set('origin', 'http://localhost:3000')
  return new Request(`http://localhost:3000/api/account/${path}`, { ...init, headers })
}

/** The cookies an answer sets, as the Cookie header of the next request. */
export function cookiesSetBy(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')
}
