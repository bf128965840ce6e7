import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { revokeApp } from '../oauth/allowed-apps'
import { isFormProof } from '../oauth/form-proof'
import { applicationsPage, revocationOf } from '../pages/applications-page'
import { messagePage } from '../pages/error-pages'
import { frontPage } from '../pages/front-page'
import { keysPage } from '../pages/keys-page'
import { contentSecurityPolicy } from '../pages/layout'
import { profilePage } from '../pages/profile-page'
import { accountByScreenName, type Store } from '../store'
import { isOwnOrigin } from '../wire/addresses'

type PageContext = Context<{ Bindings: HttpBindings }>

export function showFrontPage(store: Store, c: PageContext): Response {
  return respond(frontPage(store, hostOf(c)), 200)
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
  return account ? respond(keysPage(store, hostOf(c), account), 200) : showNotFound(c)
}

/** Which apps may act for whom. */
export function showApplications(store: Store, c: PageContext): Response {
  return respond(applicationsPage(store, hostOf(c)), 200)
}

/** The button behind an app on that page. */
export async function revokeApplication(store: Store, c: PageContext): Promise<Response> {
  const fields = new URLSearchParams(await c.req.text())
  const field = (name: string) => fields.get(name) ?? ''
  const about = revocationOf(field('account_id'), field('consumer_key'))
  if (!isOwnOrigin(c.req.header('origin')) || !isFormProof(store, about, field('authenticity_token'))) {
    const sentence = 'Open the list of apps again and answer there.'
    return respond(messagePage(hostOf(c), 'This form is not ours', sentence), 403)
  }
  revokeApp(store, field('account_id'), field('consumer_key'))
  return c.redirect('/settings/applications', 303)
}

export function showNotFound(c: PageContext): Response {
  return respond(
    messagePage(hostOf(c), 'There is no such page', `The sandbox has nothing at ${c.req.path}.`),
    404,
  )
}

/** To a page called by a name that is not this machine's: the front page shows every token. */
export function showWrongHost(c: PageContext): Response {
  const sentence = 'The sandbox shows its pages on localhost and 127.0.0.1 alone.'
  return respond(messagePage(hostOf(c), 'Not by this name', sentence), 403)
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
