import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { SECTIONS, type Section } from '../control/forms/front-forms'
import { revokeApp } from '../oauth/allowed-apps'
import { formProof, isFormProof } from '../oauth/form-proof'
import { applicationsPage, revocationOf } from '../pages/applications-page'
import { messagePage } from '../pages/error-pages'
import { frontPage } from '../pages/front-page'
import type { FrontPageView, ListedEndpoint } from '../pages/front-page-view'
import { keysPage } from '../pages/keys-page'
import { contentSecurityPolicy } from '../pages/layout'
import { profilePage } from '../pages/profile-page'
import { accountById, accountByScreenName, findApp, type Store } from '../store'
import { foreignCaller } from '../wire/addresses'
import { readBody } from '../wire/received'
import { V1, V2 } from './api'

type PageContext = Context<{ Bindings: HttpBindings }>

/** What a form ended with: a sentence on what is now so, or the form to be put right. */
export type FormAnswer = Exclude<FrontPageView['answer'], null>

/** The front page; `answer` is there when a form was sent and not taken. */
export function showFrontPage(store: Store, c: PageContext, answer: FormAnswer | null = null): Response {
  const view: FrontPageView = {
    host: hostOf(c),
    endpoints: listedEndpoints(store),
    find: c.req.query('find')?.trim() ?? '',
    changedAccount: c.req.query('account') ?? null,
    changedApp: c.req.query('app') ?? null,
    answer: answer ?? saidBefore(store, c),
  }
  return respond(frontPage(store, view), answer !== null && 'filled' in answer ? 422 : 200)
}

/** Back to the front page after a form, which then says what is now so. Only sentences of ours are shown there. */
export function backToFrontPage(store: Store, c: PageContext, section: Section, said: string): Response {
  return c.redirect(`/?${saying(store, section, said)}#answer`, 303)
}

function saidBefore(store: Store, c: PageContext): FormAnswer | null {
  const section = SECTIONS.find((name) => name === c.req.query('at'))
  const said = section ? heard(store, c, section) : null
  return section && said !== null ? { section, said } : null
}

/** A sentence as part of an address, with a proof that it is ours. */
function saying(store: Store, at: string, said: string): URLSearchParams {
  return new URLSearchParams({ at, said, proof: formProof(store, `${at} ${said}`) })
}

/** The sentence that such an address brings; null when it brings none, or one that is not ours. */
function heard(store: Store, c: PageContext, at: string): string | null {
  const said = c.req.query('said') ?? ''
  const isOurs = c.req.query('at') === at && isFormProof(store, `${at} ${said}`, c.req.query('proof') ?? '')
  return isOurs ? said : null
}

function listedEndpoints(store: Store): ListedEndpoint[] {
  return Object.entries({ ...V1.endpoints, ...V2.endpoints }).map(([path, make]) => ({
    path,
    limit: [make(store)].flat().find((endpoint) => endpoint.limit !== undefined)?.limit,
  }))
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

const APPLICATIONS = 'applications'

/** Which apps may act for whom. */
export function showApplications(store: Store, c: PageContext): Response {
  return respond(applicationsPage(store, hostOf(c), heard(store, c, APPLICATIONS)), 200)
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
    return showTrouble(c, 'The state could not be saved; the terminal says why.')
  }
  const app = findApp(store, consumerKey)?.name ?? consumerKey
  const account = accountById(store, accountId)
  const said = `${app} may no longer act for ${account ? `@${account.screenName}` : 'that account'}.`
  return c.redirect(`/settings/applications?${saying(store, APPLICATIONS, said)}#answer`, 303)
}

export function showNotFound(c: PageContext): Response {
  return respond(
    messagePage(hostOf(c), 'There is no such page', `The sandbox has nothing at ${c.req.path}.`),
    404,
  )
}

/** A mistake that is not the visitor's. */
export function showTrouble(c: PageContext, sentence: string): Response {
  return respond(messagePage(hostOf(c), 'That did not work', sentence), 500)
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
