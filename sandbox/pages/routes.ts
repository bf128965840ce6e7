import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { getMimeType } from 'hono/utils/mime'
import type { ListedEndpoint } from '../control/rate-limits'
import { foreignCaller, isLoopbackHost } from '../http/addresses'
import { readBody } from '../http/request'
import { isFormProof, listAllowedApps, revokeApp } from '../oauth/consent'
import { accountById, accountByScreenName, findApp, type Store } from '../state/store'
import { applicationsPage, revocationOf } from './consent-page'
import { frontPage } from './front-page'
import { keysPage } from './keys-page'
import { contentSecurityPolicy, messagePage } from './layout'
import { profilePage } from './profile-page'

type PageEnv = { Bindings: HttpBindings }
type PageContext = Context<PageEnv>

/** What a browser shows, on this machine's own names alone: the front page shows every token. */
export function pageRoutes(store: Store, endpoints: readonly ListedEndpoint[]): Hono<PageEnv> {
  const pages = new Hono<PageEnv>()
  pages.use(async (c, next) => {
    if (isLoopbackHost(hostOf(c))) return next()
    return messageResponse(
      c,
      403,
      'Unknown host',
      'The sandbox shows its pages on localhost and 127.0.0.1 only.',
    )
  })
  pages.use(compress())

  pages.get('/assets/:name', async (c) => (await serveAsset(c.req.param('name'))) ?? showNotFound(c))
  pages.get('/', (c) => {
    const { find = '', account = null, app = null } = c.req.query()
    const view = { endpoints, find: find.trim(), changedAccount: account, changedApp: app }
    return respond(frontPage(store, { host: hostOf(c), ...view }), 200)
  })
  /** What to write to act as an account. */
  pages.get('/keys/:screen_name', (c) => {
    const account = accountByScreenName(store, c.req.param('screen_name'))
    const { protocol } = new URL(c.req.url)
    return account ? respond(keysPage(store, `${protocol}//${hostOf(c)}`, account), 200) : showNotFound(c)
  })
  /** Which apps may act for whom. `?revoked=` and `&account=` report what was just revoked, if that is so. */
  pages.get('/settings/applications', (c) => {
    const app = findApp(store, c.req.query('revoked') ?? '')
    const account = accountById(store, c.req.query('account') ?? '')
    const isAllowed = listAllowedApps(store).some((one) => one.app === app && one.account === account)
    const done =
      app && account && !isAllowed ? `${app.name} may no longer act for @${account.screenName}.` : null
    return respond(applicationsPage(store, hostOf(c), done), 200)
  })
  pages.post('/settings/applications', (c) => revokeApplication(store, c))
  pages.get('/:screen_name', (c) => {
    const account = accountByScreenName(store, c.req.param('screen_name'))
    if (!account) return showNotFound(c)
    const styleNonce = randomBytes(16).toString('base64')
    const withBackground = c.req.query('background') !== 'off'
    const view = { host: hostOf(c), account, styleNonce, withBackground }
    return respond(profilePage(store, view), 200, styleNonce)
  })
  return pages
}

/** The button behind an app on that page. */
async function revokeApplication(store: Store, c: PageContext): Promise<Response> {
  const isForeign = foreignCaller(c.env.incoming, hostOf(c), false) !== null
  const fields = new URLSearchParams(isForeign ? '' : ((await readBody(c.env.incoming))?.toString() ?? ''))
  const [accountId = '', consumerKey = '', proof = ''] = [
    'account_id',
    'consumer_key',
    'authenticity_token',
  ].map((name) => fields.get(name) ?? '')
  if (isForeign || !isFormProof(store, revocationOf(accountId, consumerKey), proof)) {
    return messageResponse(c, 403, 'This form is not ours', 'Open the list of apps again and answer there.')
  }
  revokeApp(store, accountId, consumerKey)
  if ((await store.saving()) === false) {
    return messageResponse(
      c,
      500,
      'That did not work',
      'The state could not be saved; the terminal says why.',
    )
  }
  const revoked = new URLSearchParams({ revoked: consumerKey, account: accountId })
  return c.redirect(`/settings/applications?${revoked}#answer`, 303)
}

export function showNotFound(c: PageContext): Response {
  return messageResponse(c, 404, 'Page not found', `The sandbox has nothing at ${c.req.path}.`)
}

function messageResponse(c: PageContext, status: number, heading: string, sentence: string): Response {
  return respond(messagePage(hostOf(c), heading, sentence), status)
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
async function serveAsset(name: string): Promise<Response | null> {
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
