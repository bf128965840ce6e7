import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import type { ListedEndpoint } from '../control/rate-limits'
import { foreignCaller } from '../http/addresses'
import { readBody } from '../http/request'
import { isFormProof, listAllowedApps, revokeApp } from '../oauth/consent'
import { accountById, accountByScreenName, findApp, type Store } from '../state/store'
import { applicationsPage, revocationOf } from './consent-page'
import { frontPage } from './front-page'
import { keysPage } from './keys-page'
import { contentSecurityPolicy, messagePage } from './layout'
import { profilePage } from './profile-page'

type PageContext = Context<{ Bindings: HttpBindings }>

/** The front page. */
export function showFrontPage(store: Store, c: PageContext, endpoints: readonly ListedEndpoint[]): Response {
  const view = {
    host: hostOf(c),
    endpoints,
    find: c.req.query('find')?.trim() ?? '',
    changedAccount: c.req.query('account') ?? null,
    changedApp: c.req.query('app') ?? null,
  }
  return respond(frontPage(store, view), 200)
}

export function showProfile(store: Store, c: PageContext, screenName: string): Response {
  const account = accountByScreenName(store, screenName)
  if (!account) return showNotFound(c)
  const styleNonce = randomBytes(16).toString('base64')
  const withBackground = c.req.query('background') !== 'off'
  return respond(
    profilePage(store, { host: hostOf(c), account, styleNonce, withBackground }),
    200,
    styleNonce,
  )
}

/** What to write to act as an account. */
export function showKeys(store: Store, c: PageContext, screenName: string): Response {
  const account = accountByScreenName(store, screenName)
  if (!account) return showNotFound(c)
  const { protocol } = new URL(c.req.url)
  return respond(keysPage(store, `${protocol}//${hostOf(c)}`, account), 200)
}

/** Which apps may act for whom. `?revoked=` and `&account=` report what was just revoked, if that is so. */
export function showApplications(store: Store, c: PageContext): Response {
  const app = findApp(store, c.req.query('revoked') ?? '')
  const account = accountById(store, c.req.query('account') ?? '')
  const isAllowed = listAllowedApps(store).some((one) => one.app === app && one.account === account)
  const done =
    app && account && !isAllowed ? `${app.name} may no longer act for @${account.screenName}.` : null
  return respond(applicationsPage(store, hostOf(c), done), 200)
}

/** The button behind an app on that page. */
export async function revokeApplication(store: Store, c: PageContext): Promise<Response> {
  const isForeign = foreignCaller(c.env.incoming, hostOf(c), false) !== null
  const fields = new URLSearchParams(isForeign ? '' : ((await readBody(c.env.incoming))?.toString() ?? ''))
  const field = (name: string) => fields.get(name) ?? ''
  const about = revocationOf(field('account_id'), field('consumer_key'))
  if (isForeign || !isFormProof(store, about, field('authenticity_token'))) {
    const sentence = 'Open the list of apps again and answer there.'
    return respond(messagePage(hostOf(c), 'This form is not ours', sentence), 403)
  }
  const [accountId, consumerKey] = [field('account_id'), field('consumer_key')]
  revokeApp(store, accountId, consumerKey)
  if ((await store.saving()) === false) {
    const sentence = 'The state could not be saved; the terminal says why.'
    return respond(messagePage(hostOf(c), 'That did not work', sentence), 500)
  }
  const revoked = new URLSearchParams({ revoked: consumerKey, account: accountId })
  return c.redirect(`/settings/applications?${revoked}#answer`, 303)
}

export function showNotFound(c: PageContext): Response {
  return respond(messagePage(hostOf(c), 'Page not found', `The sandbox has nothing at ${c.req.path}.`), 404)
}

/** To a page called by a name that is not this machine's: the front page shows every token. */
export function showWrongHost(c: PageContext): Response {
  const sentence = 'The sandbox shows its pages on localhost and 127.0.0.1 only.'
  return respond(messagePage(hostOf(c), 'Unknown host', sentence), 403)
}

function hostOf(c: PageContext): string {
  return c.req.header('host') ?? ''
}

function respond(markup: string, status: number, styleNonce?: string): Response {
  return new Response(markup, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy({ forms: false, ...(styleNonce && { styleNonce }) }),
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    },
  })
}

const ASSETS_FOLDER = new URL('../assets/', import.meta.url)
const ASSET_NAMES = new Set(readdirSync(ASSETS_FOLDER))

const FONTS: Readonly<Record<string, string>> = {
  'next.woff2': 'next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  'next-ext.woff2': 'next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2',
  'mono.woff2': 'mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2',
}

/** A file that pages load, of `assets/` or a font; null when there is none of that name. */
export async function serveAsset(name: string): Promise<Response | null> {
  const font = Object.hasOwn(FONTS, name) ? FONTS[name] : undefined
  if (font === undefined && !ASSET_NAMES.has(name)) return null
  const resolve = createRequire(import.meta.url).resolve
  const file =
    font === undefined
      ? new URL(name, ASSETS_FOLDER)
      : resolve(`@fontsource-variable/atkinson-hyperlegible-${font}`)
  return new Response(new Uint8Array(await readFile(file)), {
    headers: {
      'content-type': getMimeType(name) ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      // Fonts never change within a version; the rest is being worked on.
      'cache-control': font === undefined ? 'no-cache' : 'public, max-age=86400',
    },
  })
}
